import { readFile } from 'node:fs/promises';
import { parseJson, UserError } from '@amcl/artifacts';
import { sectionSchemas, type Experiment } from '@amcl/experiment';
import { z } from 'zod';
import type { SectionName } from './stage';

/** A section of a resolved experiment. */
export interface ResolvedSection<S extends SectionName> {
  readonly seed: number;
  readonly section: Experiment[S];
}

/**
 * Reads the JSON that target `resolve` wrote.
 * @throws UserError when it is missing or of another version
 */
export async function readSection<S extends SectionName>(
  path: string,
  name: S,
  experiment: string,
): Promise<ResolvedSection<S>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  const again = `npx nx run ${experiment}:resolve --skip-nx-cache`;
  if (text === null) throw new UserError(`${path} is missing. Make it: ${again}`);
  const parsed = z.strictObject({ seed: z.int(), section: sectionSchemas[name] }).safeParse(parseJson(text));
  if (!parsed.success)
    throw new UserError(`${path} is not of this version. Make it again: ${again}\n${z.prettifyError(parsed.error)}`);
  return parsed.data as ResolvedSection<S>;
}
