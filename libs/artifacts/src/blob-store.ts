import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from './atomic';
import { sha256, sha256File } from './digest';
import type { OnBytes, RemoteStore } from './remote-store';
import { UserError } from './user-error';

/** A blob's address and size. */
export interface BlobReference {
  readonly sha256: string;
  readonly bytes: number;
}

/** Large files by their content: `<root>/<sha256>`, read-only, verified whenever they are read. */
export class BlobStore {
  constructor(readonly root: string) {}

  /** Where the blob lies, whether it is there or not. */
  path(digest: string): string {
    return join(this.root, digest);
  }

  /** Stores bytes; a blob that is there and whole is kept, a damaged one replaced. */
  async put(data: Uint8Array): Promise<BlobReference> {
    const digest = sha256(data);
    const path = this.path(digest);
    if (!(await this.has({ sha256: digest, bytes: data.length }))) {
      await writeAtomic(path, data);
      await chmod(path, 0o444);
    }
    return { sha256: digest, bytes: data.length };
  }

  /**
   * The bytes of a blob, verified.
   * @param label what it is and how to make it again, for the errors
   * @throws UserError when it is missing or its bytes are not those of its name
   */
  async read(digest: string, label: BlobLabel): Promise<Uint8Array> {
    return readVerified(this.path(digest), digest, label);
  }

  /** Whether the blob is there, and whole. */
  async has({ sha256, bytes }: BlobReference): Promise<boolean> {
    const path = this.path(sha256);
    const found = await stat(path).catch(() => null);
    return found?.size === bytes && (await sha256File(path)) === sha256;
  }

  /** Brings a blob from a remote store, in the place of a damaged one; whether it is here and whole now. */
  async fetch(blob: BlobReference, remote: RemoteStore, onBytes?: OnBytes): Promise<boolean> {
    return (await this.has(blob)) || (await remote.fetchBlob(blob, this.path(blob.sha256), onBytes));
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
  if (bytes === null) throw new UserError(`${label.name} is missing at ${path}. Make it again: ${label.remake}`);
  const found = sha256(bytes);
  if (found !== digest)
    throw new UserError(
      `${label.name} is damaged: expected sha256 ${digest} but ${path} has ${found}. Make it again: ${label.remake}`,
    );
  return bytes;
}
