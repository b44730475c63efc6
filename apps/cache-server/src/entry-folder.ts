import { mkdir, open, readdir, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock, writeAtomicFrom, writeBlobFrom, type Lock } from '@amcl/artifacts';
import { KINDS, type Route } from './route';

/** There is an entry of this name, which is never overwritten. */
export class ExistsError extends Error {}

/** An entry does not fit even into the empty folder. */
export class TooLargeError extends Error {}

/** An entry that is open; whoever asked for it closes the file. */
export interface OpenEntry {
  readonly file: FileHandle;
  readonly bytes: number;
}

/** What an entry takes on a disk at least: with it a limit of bytes is one of entries, too. */
const BLOCK = 4096;

/**
 * The server's entries, `<folder>/<kind>/<name>`. Each is whole or not there: it is written under a temporary name. Above the limit the
 * least recently used go; when that was is the file's time of modification, so that it outlasts the process.
 */
export class EntryFolder {
  /** Bytes on disk by `<kind>/<name>`, the least recently used first. */
  private readonly entries = new Map<string, number>();
  private readonly coming = new Set<string>();
  private total = 0;

  private constructor(
    readonly path: string,
    /** Bytes. */
    readonly limit: number,
    private readonly lock: Lock,
  ) {}

  /**
   * Opens a folder, made where it is missing, and removes what a killed process left unfinished.
   * @throws UserError when it cannot be written, LockHeldError when another server has it
   */
  static async open(path: string, limit: number): Promise<EntryFolder> {
    const folder = new EntryFolder(path, limit, await acquireLock(join(path, 'lock')));
    const found: { id: string; bytes: number; used: number }[] = [];
    for (const kind of KINDS) {
      await mkdir(join(path, kind), { recursive: true });
      for (const name of await readdir(join(path, kind))) {
        const file = join(path, kind, name);
        if (name.startsWith('.')) {
          await rm(file, { force: true });
          continue;
        }
        const { size, mtimeMs } = await stat(file);
        found.push({ id: `${kind}/${name}`, bytes: size, used: mtimeMs });
      }
    }
    for (const { id, bytes } of found.sort((a, b) => a.used - b.used)) folder.enter(id, bytes);
    await folder.evict();
    return folder;
  }

  /** How many entries there are, and their bytes on disk. */
  get size(): { readonly entries: number; readonly bytes: number } {
    return { entries: this.entries.size, bytes: this.total };
  }

  has({ kind, name }: Route): boolean {
    return this.entries.has(`${kind}/${name}`);
  }

  /** Opens an entry, which counts as its use; null where there is none. */
  async read({ kind, name }: Route): Promise<OpenEntry | null> {
    const id = `${kind}/${name}`;
    const known = this.entries.get(id);
    if (known === undefined) return null;
    const file = await open(join(this.path, id)).catch(() => null);
    if (file === null) {
      this.leave(id); // somebody removed the file
      return null;
    }
    if (this.entries.delete(id)) this.entries.set(id, known);
    const now = new Date();
    await utimes(join(this.path, id), now, now).catch(() => undefined);
    return { file, bytes: (await file.stat()).size };
  }

  /**
   * Keeps an entry, and removes others where it is too much now.
   * @throws ExistsError where one of Nx's is there or on its way, TooLargeError, BlobMismatchError of a blob with another digest than its
   * name, UserError when the disk is full, and what `chunks` throws; nothing is kept then
   */
  async write({ kind, name }: Route, chunks: AsyncIterable<Uint8Array>): Promise<number> {
    const id = `${kind}/${name}`;
    const path = join(this.path, id);
    if (kind === 'cache' && (this.entries.has(id) || this.coming.has(id))) throw new ExistsError();
    this.coming.add(id);
    try {
      const limited = limit(chunks, this.limit);
      await (kind === 'blobs' ? writeBlobFrom(path, limited, name) : writeAtomicFrom(path, limited));
    } finally {
      this.coming.delete(id);
    }
    const { size } = await stat(path);
    this.enter(id, size);
    await this.evict();
    return size;
  }

  /** Lets another server have the folder. */
  async close(): Promise<void> {
    await this.lock.release();
  }

  private enter(id: string, bytes: number): void {
    this.leave(id);
    const space = Math.ceil(bytes / BLOCK) * BLOCK;
    this.entries.set(id, space);
    this.total += space;
  }

  private leave(id: string): void {
    this.total -= this.entries.get(id) ?? 0;
    this.entries.delete(id);
  }

  private async evict(): Promise<void> {
    for (const id of this.entries.keys()) {
      if (this.total <= this.limit) return;
      this.leave(id);
      await rm(join(this.path, id), { force: true });
    }
  }
}

/** Chunks, as long as they are not more than `most` bytes; the source is left open, so that its request can be answered. */
async function* limit(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw new TooLargeError();
    yield chunk;
  }
}
