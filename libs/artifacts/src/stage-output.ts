import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ZodType } from 'zod';
import { readVerified, verifyFile, type BlobLabel, type BlobStore } from './blob-store';
import { sha256 } from './digest';
import { parseJson } from './parse-json';
import { manifestSchema, type Manifest } from './manifest';
import { readPatiently } from './read-patiently';
import { UserError } from './user-error';

/** The folder of all outputs, in a path. */
const OUT = `${sep}out${sep}`;

/** A finished stage's output, read by a later stage. */
export class StageOutput<R> {
  private constructor(
    private readonly folder: string,
    readonly manifest: Manifest<R>,
    /** Digest of `manifest.json`. */
    readonly digest: string,
    private readonly store: BlobStore | null,
  ) {}

  /**
   * @param folder `.amcl/out/<experiment>/<stage>`, or a run's in it
   * @param schema of the manifest's result
   * @param store where files are looked for by their digest, before the folder, which another process may replace at any time
   * @throws UserError when the manifest is missing or is not one
   */
  static async open<R>(folder: string, schema: ZodType<R>, store: BlobStore | null = null): Promise<StageOutput<R>> {
    const path = join(folder, 'manifest.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) throw new UserError(`${path} is missing. Make it: ${remake(folder)}`);
    const parsed = manifestSchema.safeParse(parseJson(text));
    const result = schema.safeParse(parsed.data?.result);
    if (!parsed.success || !result.success) {
      const issue = (parsed.error ?? result.error)?.issues[0];
      throw new UserError(
        `${path} is not a manifest of this version: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Make it again: ${remake(folder)}`,
      );
    }
    return new StageOutput(folder, { ...parsed.data, result: result.data }, sha256(text), store);
  }

  get result(): R {
    return this.manifest.result;
  }

  /** Where a file of the output lies. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** `run.json`, times and speed of the run that made the output; null where it is missing or damaged. */
  async record(): Promise<Readonly<Record<string, unknown>> | null> {
    const read = async (): Promise<Readonly<Record<string, unknown>>> => {
      const record = await readFile(this.path('run.json'), 'utf8').then(parseJson, () => null);
      if (typeof record !== 'object' || record === null) throw new UserError(`${this.path('run.json')} is missing.`);
      return { ...record };
    };
    return readPatiently(read).catch(() => null);
  }

  /**
   * The bytes of a file of the output, checked against the manifest.
   * @throws UserError naming the file and the command that makes it again when it is missing or damaged
   */
  async read(name: string): Promise<Uint8Array> {
    const file = this.file(name);
    const kept = await this.store?.find(file.sha256);
    if (kept != null) return kept;
    return readVerified(this.path(name), file.sha256, this.label(name));
  }

  /**
   * Where a large file of the output lies, to be read in parts: whole now, and nobody writes to it.
   * @throws UserError naming the file and the command that makes it again when it is missing or damaged
   */
  async locate(name: string): Promise<string> {
    const file = this.file(name);
    if (this.store !== null && (await this.store.has(file))) return this.store.path(file.sha256);
    await verifyFile(this.path(name), file.sha256, this.label(name));
    return this.path(name);
  }

  private file(name: string): Manifest['files'][string] {
    const file = this.manifest.files[name];
    if (file === undefined) throw new Error(`Expected a file of ${this.folder} but received ${name}`);
    return file;
  }

  private label(name: string): BlobLabel {
    return { name: `${name} of ${taskOf(this.folder)}`, remake: remake(this.folder) };
  }
}

/** `quickstart:pretrain` for `.../out/quickstart/pretrain`, and for a run's folder in it. */
function taskOf(folder: string): string {
  const [experiment = '', stage = ''] = folder.split(OUT).at(-1)?.split(sep) ?? [];
  return `${experiment}:${stage}`;
}

function remake(folder: string): string {
  return `npx nx run ${taskOf(folder)} --skip-nx-cache`;
}
