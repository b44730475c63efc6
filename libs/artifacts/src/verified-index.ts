import type { Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomic } from './atomic';
import { parseJson } from './parse-json';

const indexSchema = z.record(z.string(), z.strictObject({ size: z.number(), mtimeMs: z.number(), ino: z.number() }));

type Index = z.infer<typeof indexSchema>;

/**
 * What blobs looked like when their bytes were last verified, as git's index has it of a work tree: a blob that still looks the same needs
 * no reading to be told whole. Only reading finds a disk that changed bytes by itself, so whoever reads a blob verifies it all the same.
 *
 * A process reads the file once and writes it once, with what it verified itself; of two that write at the same time one's notes may be
 * lost, which costs verifying those blobs once more.
 */
export class VerifiedIndex {
  private before: Promise<Index> | null = null;
  private readonly own: Index = {};

  /** @param path of its file, which need not be there */
  constructor(private readonly path: string) {}

  /** Whether the blob looks as it did when it was verified. */
  async matches(digest: string, { size, mtimeMs, ino }: Stats): Promise<boolean> {
    const entry = this.own[digest] ?? (await (this.before ??= this.read()))[digest];
    return entry?.size === size && entry.mtimeMs === mtimeMs && entry.ino === ino;
  }

  /** Notes what a blob looked like before its bytes were verified. */
  note(digest: string, { size, mtimeMs, ino }: Stats): void {
    this.own[digest] = { size, mtimeMs, ino };
  }

  /** Writes what was noted. An index that cannot be written is no error: the next process verifies once more. */
  async save(): Promise<void> {
    if (Object.keys(this.own).length > 0) await this.write({ ...(await this.read()), ...this.own });
  }

  /** Drops the entries of other blobs. */
  async keepOnly(blobs: ReadonlySet<string>): Promise<void> {
    const index = Object.entries(await this.read());
    const kept = index.filter(([digest]) => blobs.has(digest));
    if (kept.length < index.length) await this.write(Object.fromEntries(kept));
  }

  private async read(): Promise<Index> {
    const text = await readFile(this.path, 'utf8').catch(() => '');
    return indexSchema.safeParse(parseJson(text)).data ?? {};
  }

  private async write(index: Index): Promise<void> {
    await writeAtomic(this.path, `${JSON.stringify(index)}\n`).catch(() => undefined);
  }
}
