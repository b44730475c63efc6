import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from './atomic';
import type { BlobReference, BlobStore } from './blob-store';
import { manifestSchema, type Manifest, type ManifestHead } from './manifest';
import type { OutputFolder } from './output-folder';
import { parseJson } from './parse-json';

const entrySchema = z.strictObject({ manifest: manifestSchema, record: z.record(z.string(), z.unknown()) });

/** A finished work: what it said of itself and of its run. */
export interface FinishedWork {
  readonly head: ManifestHead;
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * Finished outputs by the key of their work, `<store>/stages/<key>.json` with all files in the blob store: a seed that was trained
 * once is not trained again because another was added, or because Nx dropped its own cache of the task.
 */
export class StageStore {
  constructor(private readonly store: BlobStore) {}

  /**
   * Keeps a committed output.
   * @throws UserError when the disk is full or the folder cannot be written
   */
  async keep(key: string, folder: string, manifest: Manifest, record: object): Promise<void> {
    for (const [name, { blob }] of Object.entries(manifest.files))
      if (!blob) await this.store.putFile(join(folder, name));
    await this.store.saveVerified();
    await this.write(key, `${JSON.stringify({ manifest, record }, null, 2)}\n`);
  }

  /** Fills `output` with what the same work gave before; null, with nothing written, where there is none or a file of it is missing or damaged. */
  async restore(key: string, output: OutputFolder): Promise<FinishedWork | null> {
    const text = await this.read(key);
    const entry = text === null ? null : entrySchema.safeParse(parseJson(text));
    if (!entry?.success) return null;
    const { files, stage, result } = entry.data.manifest;
    const found = Object.entries(files);
    const whole = await Promise.all(found.map(([, file]) => this.store.has(file)));
    await this.store.saveVerified();
    if (!whole.every(Boolean)) return null;
    for (const [name, file] of found) {
      if (file.blob) await output.link(name, file);
      else await output.copy(name, this.store.path(file.sha256), file);
    }
    return { head: { stage, result }, record: entry.data.record };
  }

  /** The text of a finished work, unchecked; null where there is none. */
  read(key: string): Promise<string | null> {
    return readFile(this.path(key), 'utf8').catch(() => null);
  }

  /**
   * Keeps a finished work by its text; its files must be in the store.
   * @throws UserError when the disk is full or the folder cannot be written
   */
  async write(key: string, text: string): Promise<void> {
    await writeAtomic(this.path(key), text);
  }

  /** The files of a finished work, each once, by its text; null where that is none of this version. */
  filesOf(text: string): readonly BlobReference[] | null {
    const entry = entrySchema.safeParse(parseJson(text)).data;
    if (entry === undefined) return null;
    const files = Object.values(entry.manifest.files);
    return [...new Map(files.map((file) => [file.sha256, file])).values()];
  }

  private path(key: string): string {
    return join(stagesFolder(this.store.root), `${key}.json`);
  }
}

/** Where the finished works of a store lie, `<key>.json` each. */
export function stagesFolder(store: string): string {
  return join(store, 'stages');
}
