import { readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { extname, join } from 'node:path';
import { UserError } from '@amcl/artifacts';

/** What sharp decodes. */
const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.avif', '.tif', '.tiff']);

/** The images of a folder. */
export interface ImageList {
  /** Paths below the folder, in the order of their bytes, whatever the locale. */
  readonly paths: string[];
  /** Files of other kinds, which are left out. */
  readonly others: number;
}

/**
 * All images in a folder and the folders below it: JPEG, PNG, WebP, GIF, AVIF, TIFF by the ending of the name. Hidden files and folders
 * are passed by. Links are followed; a link to a folder that it lies in is not. What a broken link names is an image that cannot be read.
 * @throws UserError when a folder cannot be read
 */
export async function listImages(root: string, signal: AbortSignal): Promise<ImageList> {
  const paths: string[] = [];
  let others = 0;
  const walk = async (below: string, above: readonly string[]): Promise<void> => {
    signal.throwIfAborted();
    for (const entry of await entriesOf(join(root, below))) {
      const path = join(below, entry.name);
      const found = await kindOf(join(root, path), entry);
      if (found.kind === 'folder') {
        // Only a link leads back to where the walk came from.
        if (!entry.isSymbolicLink()) await walk(path, above);
        else if (!above.includes(found.identity)) await walk(path, [...above, found.identity]);
      } else if (EXTENSIONS.has(extname(entry.name).toLowerCase())) paths.push(path);
      else others++;
    }
  };
  await walk('', [await identityOf(root)]);
  return { paths: inByteOrder(paths), others };
}

/** The folders right in a folder, links to folders too, hidden ones not, in byte order; and how many images lie beside them. */
export async function listClasses(root: string): Promise<{ names: string[]; images: number }> {
  const names: string[] = [];
  let images = 0;
  for (const entry of await entriesOf(root))
    if ((await kindOf(join(root, entry.name), entry)).kind === 'folder') names.push(entry.name);
    else if (EXTENSIONS.has(extname(entry.name).toLowerCase())) images++;
  return { names: inByteOrder(names), images };
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Expected a folder of images at ${folder} but it cannot be read: ${error.message}`);
  });
  return entries.filter(({ name }) => !name.startsWith('.'));
}

type Found = { readonly kind: 'file' } | { readonly kind: 'folder'; readonly identity: string };

async function kindOf(path: string, entry: Dirent): Promise<Found> {
  if (entry.isFile()) return { kind: 'file' };
  if (entry.isDirectory()) return { kind: 'folder', identity: '' };
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ? { kind: 'folder', identity: await identityOf(path) } : { kind: 'file' };
}

async function identityOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`Expected a folder of images at ${folder} but it cannot be read: ${error.message}`);
  });
  return `${dev}:${ino}`;
}

/** A string of the bytes of a path compares as they do; the path's own compares by UTF-16. */
function inByteOrder(paths: readonly string[]): string[] {
  return paths
    .map((path) => ({ path, bytes: Buffer.from(path).toString('latin1') }))
    .sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : 0))
    .map(({ path }) => path);
}
