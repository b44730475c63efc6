import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UserError } from '@amcl/artifacts';
import type { SourceContext } from '../data-set';
import { localFile, type FileSource } from '../local-file';
import { FILES, type Edition } from './edition';
import type { GrayImages } from './gray-images';
import { readIdx } from './read-idx';

const PACKED = '.gz';

/**
 * The four official files in a folder, packed or not.
 * @throws UserError naming folder and file where one is missing, damaged or not the official one
 */
export async function openIdxFolder(source: FileSource, edition: Edition, context: SourceContext): Promise<GrayImages> {
  const { title, url } = edition;
  const official = { title: `a folder with the files of ${title}`, url, otherwise: "set source: 'npm'" };
  const folder = await localFile(source, official, context);
  const files = new Map<string, Uint8Array>();
  for (const name of FILES) files.set(name, await readOne(folder, name, url));
  return readIdx(edition, (name) => files.get(name) ?? new Uint8Array(), folder, `Fetch it again: ${url}`);
}

async function readOne(folder: string, name: string, url: string): Promise<Uint8Array> {
  const packed = await readIfThere(join(folder, name + PACKED));
  if (packed !== null) return unpack(packed, join(folder, name + PACKED), url);
  const bytes = await readIfThere(join(folder, name));
  if (bytes === null)
    throw new UserError(
      `Expected a file ${name} or ${name}${PACKED} in ${folder} but it has none. Fetch ${url}${name}${PACKED} to it.`,
    );
  return bytes;
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new UserError(`Cannot read ${path}: ${error.message}.`, { cause: error });
  });
}

async function unpack(packed: Uint8Array, path: string, url: string): Promise<Uint8Array> {
  return promisify(gunzip)(packed).catch((error: Error) => {
    throw new UserError(
      `${path} of ${packed.length} bytes is truncated or damaged: ${error.message}. Fetch it again: ${url}`,
      { cause: error },
    );
  });
}
