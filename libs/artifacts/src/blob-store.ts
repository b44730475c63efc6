import { chmod, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { copyAtomic, writeAtomic } from './atomic';
import { partsOf, type Bytes } from './bytes';
import { sha256, sha256File } from './digest';
import type { OnBytes, RemoteStore } from './remote-store';
import { explainWriteError } from './system-error';
import { UserError } from './user-error';
import { VerifiedIndex } from './verified-index';
import { isLocked } from './lock';
import { waitWhileLocked } from './wait-for-lock';

/** A file that was changed less than so many milliseconds ago may be changed again without looking other than now. */
const RACY = 1000;

/** A blob's address and size. */
export interface BlobReference {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Large files by their content: `<root>/<sha256>`, read-only, verified whenever they are read.
 *
 * `amcl gc` removes blobs that nothing names. A blob that is put is not named yet, so the two must not miss each other:
 * - Who puts holds the lock of a work from before it puts until its output, which names the blob, is committed. `amcl gc` takes
 *   {@link collectorLock} first, then looks for held works, and removes nothing that is younger than the oldest of them (by the time
 *   of the lock file). So `put` gives also a blob that is there already a new time.
 * - `amcl gc` may look at a blob's time just before `put` renews it, and remove it just after. So `put` looks for the collector's lock when
 *   it is done. Where nobody has it, a collector comes later and sees the new time; else `put` waits for it to end and looks once more.
 *
 * A collector waits for nobody while it holds its lock, so no one waits in a circle.
 */
export class BlobStore {
  private readonly verified: VerifiedIndex;

  constructor(readonly root: string) {
    this.verified = new VerifiedIndex(join(root, 'verified.json'));
  }

  /** The lock file of who removes what nothing names. */
  get collectorLock(): string {
    return join(this.root, 'gc.lock');
  }

  /** Where the blob lies, whether it is there or not. */
  path(digest: string): string {
    return join(this.root, digest);
  }

  /**
   * Stores bytes; a blob that is there and whole is kept, a damaged one replaced.
   * @throws UserError when the disk is full or the folder cannot be written
   */
  async put(data: Bytes): Promise<BlobReference> {
    const bytes = partsOf(data).reduce((sum, { length }) => sum + length, 0);
    const reference = { sha256: sha256(data), bytes };
    await this.keep(reference, (path) => writeAtomic(path, data));
    return reference;
  }

  /**
   * Stores a copy of a file, of which no more than a chunk is ever in memory.
   * @throws UserError when the disk is full or the folder cannot be written
   */
  async putFile(file: string): Promise<BlobReference> {
    const reference = { sha256: await sha256File(file), bytes: (await stat(file)).size };
    await this.keep(reference, (path) =>
      copyAtomic(file, path, async (copy) => {
        if ((await sha256File(copy)) !== reference.sha256) throw new Error(`${file} was changed while it was stored`);
      }),
    );
    return reference;
  }

  /**
   * The bytes of a blob, verified.
   * @param label what it is and how to make it again, for the errors
   * @throws UserError when it is missing or its bytes are not those of its name
   */
  async read(digest: string, label: BlobLabel): Promise<Uint8Array> {
    return readVerified(this.path(digest), digest, label);
  }

  /** The bytes of a blob; null where it is missing or damaged. */
  async find(digest: string): Promise<Uint8Array | null> {
    const bytes = await readFile(this.path(digest)).catch(() => null);
    return bytes !== null && sha256(bytes) === digest ? bytes : null;
  }

  /** Whether the blob is there, and whole: it is read, unless it looks as it did when it was last verified. */
  async has({ sha256, bytes }: BlobReference): Promise<boolean> {
    const path = this.path(sha256);
    const now = Date.now();
    const found = await stat(path).catch(() => null);
    if (found?.size !== bytes) return false;
    if (await this.verified.matches(sha256, found)) return true;
    // A collector may remove it meanwhile.
    if ((await sha256File(path).catch(() => null)) !== sha256) return false;
    if (found.mtimeMs < now - RACY) this.verified.note(sha256, found);
    return true;
  }

  /** Keeps on disk which blobs were found whole, so that the next process need not read them. */
  async saveVerified(): Promise<void> {
    await this.verified.save();
  }

  /** Drops from disk what was noted of other blobs. */
  async keepVerified(blobs: ReadonlySet<string>): Promise<void> {
    await this.verified.keepOnly(blobs);
  }

  /** @param write gives false where it has nothing to write: then this does, too */
  private async keep(reference: BlobReference, write: (path: string) => Promise<boolean | void>): Promise<boolean> {
    const path = this.path(reference.sha256);
    try {
      for (;;) {
        if (!(await this.has(reference)) || !(await this.renew(reference.sha256))) {
          if ((await write(path)) === false) return false;
          await chmod(path, 0o444);
          await this.renew(reference.sha256);
        }
        if (!(await isLocked(this.collectorLock))) return true;
        await waitWhileLocked(this.collectorLock, () => undefined);
      }
    } catch (error) {
      throw explainWriteError(error, path);
    }
  }

  /**
   * Gives a whole blob the present time; false where it is gone. It is a time without nanoseconds, which no write gives to a file: so one
   * that is changed right after looks changed.
   */
  private async renew(digest: string): Promise<boolean> {
    const now = new Date();
    try {
      await utimes(this.path(digest), now, now);
      this.verified.note(digest, await stat(this.path(digest)));
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    }
  }

  /** Brings a blob from a remote store, in the place of a damaged one; whether it is here and whole now. */
  async fetch(blob: BlobReference, remote: RemoteStore, onBytes?: OnBytes): Promise<boolean> {
    return this.keep(blob, (path) => remote.fetchBlob(blob, path, onBytes));
  }
}

/** What a file is (`shard train-0.safetensors of quickstart:ingest`) and the command that makes it again. */
export interface BlobLabel {
  readonly name: string;
  readonly remake: string;
}

/**
 * The bytes of a file whose digest is known.
 * @throws UserError when it is missing or its bytes have another digest
 */
export async function readVerified(path: string, digest: string, label: BlobLabel): Promise<Uint8Array> {
  const bytes = await readFile(path).catch(() => null);
  expectDigest(bytes === null ? null : sha256(bytes), { path, digest, label });
  return bytes as Uint8Array;
}

/** The same check of a file of any size, which is not kept in memory. */
export async function verifyFile(path: string, digest: string, label: BlobLabel): Promise<void> {
  expectDigest(await sha256File(path).catch(() => null), { path, digest, label });
}

function expectDigest(
  found: string | null,
  { path, digest, label: { name, remake } }: { path: string; digest: string; label: BlobLabel },
): void {
  if (found === null) throw new UserError(`${name} is missing at ${path}. Make it again: ${remake}`);
  if (found !== digest)
    throw new UserError(
      `${name} is damaged: expected sha256 ${digest} but ${path} has ${found}. Make it again: ${remake}`,
    );
}
