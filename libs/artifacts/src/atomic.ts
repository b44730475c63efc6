import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
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
  await writeAndRename(path, async (temporary) => {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/**
 * {@link writeAtomic} of what comes in parts, which need not fit into memory together. Where `chunks` throws, also at its end, nothing
 * is kept.
 * @param mode of the file, 0o666 before the umask unless given
 */
export async function writeAtomicFrom(path: string, chunks: AsyncIterable<Uint8Array>, mode = 0o666): Promise<void> {
  await writeAndRename(path, (temporary) =>
    pipeline(chunks, createWriteStream(temporary, { flags: 'wx', mode, flush: true })),
  );
}

async function writeAndRename(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explainWriteError(error, path);
  }
}
