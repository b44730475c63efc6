import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { readCase, type ParityCase } from '@amcl/parity';
import { checkCase, failed, type CaseResult } from './check-case';

const EXTENSION = '.safetensors';

/**
 * Runs every case of a folder, in the order of their names.
 * @param onResult told after each case
 * @throws UserError when there is no such folder or no case in it
 */
export function runCases(folder: string, onResult: (result: CaseResult) => void): CaseResult[] {
  if (!existsSync(folder)) throw new UserError(`Expected a folder of parity cases in ${folder} but there is none.`);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(EXTENSION))
    .sort();
  if (files.length === 0)
    throw new UserError(
      `Expected parity cases (*${EXTENSION}) in ${folder} but found none. tools/parity/make_parity.py makes some.`,
    );
  return files.map((file) => {
    const result = runFile(join(folder, file));
    onResult(result);
    return result;
  });
}

function runFile(path: string): CaseResult {
  let parityCase: ParityCase;
  try {
    parityCase = readCase(path);
  } catch (error) {
    return failed(basename(path, EXTENSION), 'unreadable', error instanceof Error ? error.message : String(error));
  }
  return checkCase(parityCase);
}
