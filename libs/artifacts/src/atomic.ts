import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { randomUUID } from 'node:crypto';
import { partsOf, type Bytes } from './bytes';
import { isAlive } from './process';
import { explainWriteError } from './system-error';

/** A name beside `path` for unfinished work: hidden, and unique to this call. */
export function temporaryName(path: string): string {
  const slash = path.lastIndexOf('/') + 1;
  return `${path.slice(0, slash)}.${path.slice(slash)}.${process.pid}-${randomUUID().slice(0, 8)}.tmp`;
}

/** Whose {@link temporaryName} a name is: `none` for another name, `dead` where the process that made it is no more. */
export function ownerOf(name: string): 'none' | 'living' | 'dead' {
  const pid = /^\..*\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
  if (pid === undefined) return 'none';
  return isAlive(Number(pid)) ? 'living' : 'dead';
}

/**
 * Writes a file whole or not at all: to a temporary name in the same folder (made if missing), flushed to disk, renamed.
 * @throws UserError when the disk is full or the folder cannot be written; nothing is left behind
 */
export async function writeAtomic(path: string, data: Bytes | string): Promise<void> {
  await writeAtomicFrom(path, partsOf(data));
}

/**
 * Copies a file, whole or not at all, without its bytes where the file system shares them between files (btrfs, XFS, APFS).
 * @param check of the copy, under its temporary name; what it throws is thrown
 * @throws UserError when the disk is full or the folder cannot be written; nothing is left behind
 */
export async function copyAtomic(from: string, to: string, check: (copy: string) => Promise<void>): Promise<void> {
  await replaceFile(to, async (temporary) => {
    await copyFile(from, temporary, constants.COPYFILE_FICLONE);
    await flushed(await open(temporary, 'r'), () => check(temporary));
  });
}

/**
 * {@link writeAtomic} of what comes in parts, which need not fit into memory together. Where `chunks` throws, also at its end, nothing
 * is kept.
 * @param mode of the file, 0o666 before the umask unless given
 */
export async function writeAtomicFrom(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array | string>,
  mode = 0o666,
): Promise<void> {
  await replaceFile(path, async (temporary) => {
    // Not a write stream: it opens its file in its own time, after the temporary name has been removed where `chunks` throws at once.
    const file = await open(temporary, 'wx', mode);
    await flushed(file, async () => {
      for await (const chunk of chunks) await file.writeFile(chunk); // each goes on where the one before ended
    });
  });
}

async function replaceFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
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

async function flushed(file: FileHandle, use: () => Promise<void>): Promise<void> {
  try {
    await use();
    await file.sync();
  } finally {
    await file.close();
  }
}
