import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { temporaryName, writeAtomic } from './atomic';
import type { Bytes } from './bytes';
import type { BlobReference, BlobStore } from './blob-store';
import { sha256 } from './digest';
import { manifestText, type Manifest, type ManifestHead } from './manifest';
import { replaceFolder } from './replace-folder';
import { explainWriteError } from './system-error';

/** A stage's output in the making: a folder under a temporary name, which `commit` renames to its own. */
export class OutputFolder {
  private readonly files: Manifest['files'] = {};

  private constructor(
    private readonly target: string,
    readonly path: string,
    private readonly store: BlobStore,
  ) {}

  /**
   * @param target where it will lie
   * @param beside a path beside which it lies until then, for a target in a folder whose content others look at
   * @throws UserError when the folder cannot be written
   */
  static async create(target: string, store: BlobStore, beside = target): Promise<OutputFolder> {
    const path = temporaryName(beside);
    await mkdir(path, { recursive: true }).catch((error: unknown) => {
      throw explainWriteError(error, target);
    });
    return new OutputFolder(target, path, store);
  }

  /** Adds a small file, which Nx caches with the folder. */
  async write(name: string, data: Uint8Array | string): Promise<void> {
    await writeAtomic(join(this.path, name), data);
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    this.files[name] = { sha256: sha256(bytes), bytes: bytes.length, blob: false };
  }

  /** Adds a small file by copying one that has this content. */
  async copy(name: string, from: string, { sha256, bytes }: BlobReference): Promise<void> {
    const path = join(this.path, name);
    try {
      await mkdir(dirname(path), { recursive: true });
      await copyFile(from, path, constants.COPYFILE_FICLONE);
      await chmod(path, 0o644); // a blob is read-only
    } catch (error) {
      throw explainWriteError(error, this.target);
    }
    this.files[name] = { sha256, bytes, blob: false };
  }

  /** Adds a large file: its bytes go to the store, the folder gets a link. */
  async writeBlob(name: string, data: Bytes): Promise<void> {
    await this.link(name, await this.store.put(data));
  }

  /** Adds a large file that is in the store. */
  async link(name: string, { sha256, bytes }: BlobReference): Promise<void> {
    const place = dirname(join(this.target, name)); // where the link will stand
    await mkdir(dirname(join(this.path, name)), { recursive: true });
    await symlink(relative(place, this.store.path(sha256)), join(this.path, name));
    this.files[name] = { sha256, bytes, blob: true };
  }

  /** Writes `manifest.json` and `run.json`: the folder is complete. */
  async finish(head: ManifestHead, run: object): Promise<Manifest> {
    const files = Object.fromEntries(Object.entries(this.files).sort(([a], [b]) => (a < b ? -1 : 1)));
    const manifest: Manifest = { schema: 2, ...head, files };
    try {
      await writeFile(join(this.path, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
      await writeFile(join(this.path, 'manifest.json'), manifestText(manifest));
    } catch (error) {
      throw explainWriteError(error, this.target);
    }
    return manifest;
  }

  /** Puts the complete folder in the place of an older one ({@link replaceFolder}). */
  async place(): Promise<void> {
    await replaceFolder(this.path, this.target);
  }

  /** Completes the folder and puts it in its place. */
  async commit(head: ManifestHead, run: object): Promise<Manifest> {
    const manifest = await this.finish(head, run);
    await this.place();
    return manifest;
  }

  /** Removes the unfinished folder. */
  async discard(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
