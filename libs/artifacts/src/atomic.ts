import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { explainWriteError } from './system-error';

/** A name beside `path` for unfinished work: hidden, and unique to this call. */
export function temporaryName(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return `${path.slice(0, slash)}.${path.slice(slash)}.${process.pid}-${randomUUID().slice(0, 8)}.tmp`;
}

/**
 * Writes a file whole or not at all: to a temporary name in the same folder (made if missing), flushed to disk, renamed.
 * @throws UserError when the disk is full or the folder cannot be written; nothing is left behind
 */
export async function writeAtomic(path: string, data: Uint8Array | string): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explainWriteError(error, path);
  }
}
