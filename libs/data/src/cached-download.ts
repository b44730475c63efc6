import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { explainWriteError, waitForLock } from '@amcl/artifacts';
import type { SourceContext } from './data-set';

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

/** A file of the user's cache that is fetched where it is not there. */
export interface Download {
  readonly path: string;
  readonly algorithm: 'sha256' | 'sha512';
  /** Of the file, in lower-case hex. */
  readonly hash: string;
  /** Whose hash that is, for the message about a damaged file: `that of the package`. */
  readonly expected: string;
  /** Writes the file to a path, where a part of it may lie that an earlier try left. */
  fetch(this: void, partial: string): Promise<void>;
}

/**
 * The path of a file in the user's cache, fetched unless it is there. It is checked against its hash whenever it is asked for. Two programs
 * that want the same one fetch it once; one that is killed leaves nothing in the way.
 * @throws UserError when the cache cannot be written
 */
export async function cachedDownload(download: Download, context: SourceContext): Promise<string> {
  const { path } = download;
  if (await isWhole(download, context)) return path;
  const lock = await waitForLock(`${path}.lock`, waiting(path, context), context.signal);
  try {
    if (await isWhole(download, context)) return path;
    // One name, since only the lock's holder writes it.
    const partial = join(dirname(path), `.${basename(path)}.part`);
    await download.fetch(partial);
    await rename(partial, path);
  } catch (error) {
    throw explainWriteError(error, path);
  } finally {
    await lock.release();
  }
  return path;
}

function waiting(path: string, { onMessage }: SourceContext): (holder: string) => void {
  return (holder) => onMessage(`Waiting for another program that fetches ${basename(path)}: ${holder}`);
}

async function isWhole(download: Download, { onMessage }: SourceContext): Promise<boolean> {
  const { path, algorithm, hash, expected } = download;
  if ((await stat(path).catch(() => null)) === null) return false;
  if ((await hashOfFile(path, algorithm)) === hash) return true;
  onMessage(`${path} is damaged (its ${algorithm} is not ${expected}): fetching it again.`);
  await rm(path, { force: true });
  return false;
}

/** In lower-case hex. */
export async function hashOfFile(path: string, algorithm: Download['algorithm'] | 'md5'): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: CHUNK }), hash);
  return hash.digest('hex');
}
