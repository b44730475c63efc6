import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { readCase, type ParityCase } from '@amcl/parity';
import { bfloat16Limits, type Limits } from './bfloat16-limits';
import { checkCase, failed, type CaseResult } from './check-case';

const EXTENSION = '.safetensors';

/** What the cases of a folder may differ by in bfloat16, by their names; those that are absent have their own tolerance. */
export type LimitsOfCases = ReadonlyMap<string, Limits>;

/**
 * Runs every case of a folder, in the order of their names.
 * @param onResult told after each case
 * @param limits of a run in bfloat16 (`bfloat16LimitsOf`)
 * @throws UserError when there is no such folder or no case in it
 */
export function runCases(
  folder: string,
  onResult: (result: CaseResult) => void,
  limits: LimitsOfCases = new Map<string, Limits>(),
): CaseResult[] {
  return pathsOf(folder).map((path) => {
    const parityCase = read(path);
    const result = 'reason' in parityCase ? parityCase : checkCase(parityCase, limits.get(parityCase.name));
    onResult(result);
    return result;
  });
}

/**
 * What the cases of a folder may differ by in bfloat16, computed where the engine's precision is float32.
 * @throws as `runCases`
 */
export function bfloat16LimitsOf(folder: string): LimitsOfCases {
  const found = pathsOf(folder).flatMap((path) => {
    const parityCase = read(path);
    const limits = 'reason' in parityCase ? null : bfloat16Limits(parityCase);
    return limits ? [[basename(path, EXTENSION), limits] as const] : [];
  });
  return new Map(found);
}

function pathsOf(folder: string): string[] {
  if (!existsSync(folder)) throw new UserError(`Expected a folder of parity cases in ${folder} but there is none.`);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(EXTENSION))
    .sort();
  if (files.length === 0)
    throw new UserError(
      `Expected parity cases (*${EXTENSION}) in ${folder} but found none. tools/parity/make_parity.py makes some.`,
    );
  return files.map((file) => join(folder, file));
}

/** The case of a file, or why there is none. */
function read(path: string): ParityCase | CaseResult {
  try {
    return readCase(path);
  } catch (error) {
    return failed(basename(path, EXTENSION), 'unreadable', error instanceof Error ? error.message : String(error));
  }
}
