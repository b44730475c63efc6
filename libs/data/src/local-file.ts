import { access } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { SourceContext } from './data-set';
import { fetchMirror, type Mirror } from './fetch-mirror';

const FILE = 'file:';

/** A file as its authors publish it. */
export interface OfficialFile {
  /** In words: `the CIFAR-10 binary archive`. */
  readonly title: string;
  /** Where its authors have it. */
  readonly url: string;
  /** What else a user can do, as the end of a sentence: `set source: 'npm'`. */
  readonly otherwise?: string;
}

/** `file:<path>`, absolute or from the workspace's root. */
export type FileSource = `file:${string}`;

/**
 * The path of a source on this machine, to which a mirror's file is fetched: {@link fetchMirror}.
 * @throws UserError naming the path where nothing readable is there, or the URL where it cannot be fetched
 */
export async function localFile(
  source: FileSource | Mirror,
  official: OfficialFile,
  context: SourceContext,
): Promise<string> {
  if (typeof source !== 'string') return fetchMirror(source, official.title, context);
  const path = source.slice(FILE.length);
  const absolute = isAbsolute(path) ? path : resolve(context.workspace, path);
  await access(absolute).catch(() => {
    const { title, url, otherwise } = official;
    throw new UserError(
      `Expected ${title} at ${absolute} (dataset.source '${source}') but nothing readable is there. ` +
        `Correct the path, ${otherwise === undefined ? 'or ' : ''}fetch ${url} to it${otherwise === undefined ? '' : `, or ${otherwise}`}.`,
    );
  });
  return absolute;
}
