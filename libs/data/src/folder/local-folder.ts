import { stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { SourceContext } from '../data-set';
import type { FileSource } from '../local-file';

const FILE = 'file:';

/**
 * The path of a folder on this machine.
 * @param field of the section that names it: `dataset.source`
 * @param what it should hold, for the error
 * @throws UserError naming the path where there is no folder
 */
export async function localFolder(
  source: FileSource,
  field: string,
  what: string,
  { workspace }: Pick<SourceContext, 'workspace'>,
): Promise<string> {
  const path = source.slice(FILE.length);
  const absolute = isAbsolute(path) ? path : resolve(workspace, path);
  const found = await stat(absolute).catch(() => null);
  if (found?.isDirectory()) return absolute;
  throw new UserError(
    `Expected ${what} at ${absolute} (${field} '${source}') but ${found === null ? 'nothing readable is there' : 'it is no folder'}. Correct the path.`,
  );
}
