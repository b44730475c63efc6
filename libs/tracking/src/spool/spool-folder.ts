import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { writeAtomic } from '@amcl/artifacts';
import { z } from 'zod';

const progressSchema = z.strictObject({
  /** The run's id; null before it is made. */
  run: z.string().nullable(),
  /** Id of its experiment. */
  experiment: z.string().nullable(),
  /** Where its artifacts lie. */
  artifacts: z.string(),
  /** Bytes of the spool that the server has. */
  offset: z.int().nonnegative(),
  /** The work is finished and the server has all of it. */
  done: z.boolean(),
  /** Digest of the output's manifest, of a finished work. */
  manifest: z.string().nullable(),
});

/** How much of a spool the server has. */
export type Progress = z.infer<typeof progressSchema>;

const NOTHING: Progress = { run: null, experiment: null, artifacts: '', offset: 0, done: false, manifest: null };

/** What one run has to tell a server: `lines.jsonl`, the files it names, and how much of it was sent. */
export class SpoolFolder {
  readonly lines: string;
  readonly files: string;
  /** Held by who sends. */
  readonly lock: string;
  private readonly sent: string;

  constructor(readonly path: string) {
    this.lines = join(path, 'lines.jsonl');
    this.files = join(path, 'files');
    this.lock = `${path}.lock`;
    this.sent = join(path, 'sent.json');
  }

  get exists(): boolean {
    return existsSync(this.lines);
  }

  progress(): Progress {
    if (!existsSync(this.sent)) return NOTHING;
    return progressSchema.parse(JSON.parse(readFileSync(this.sent, 'utf8')));
  }

  async saveProgress(progress: Progress): Promise<void> {
    await writeAtomic(this.sent, `${JSON.stringify(progress)}\n`);
  }

  /** Removes what was sent; that it was stays known. */
  clear(): void {
    rmSync(this.files, { recursive: true, force: true });
    rmSync(this.lines, { force: true });
  }
}

/** The spools for one server: `.amcl/tracking/<server>`. */
export class ServerSpools {
  constructor(
    readonly path: string,
    /** Without credentials. */
    readonly uri: string,
  ) {}

  /** Those of a workspace for a server; the folder is made where it is missing. */
  static open(workspace: string, uri: string): ServerSpools {
    const name = `${new URL(uri).host.replace(/[^\w.-]/g, '-')}-${createHash('sha256').update(uri).digest('hex').slice(0, 8)}`;
    const path = join(trackingFolder(workspace), name);
    mkdirSync(path, { recursive: true });
    const file = join(path, 'server.json');
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ uri })}\n`);
    return new ServerSpools(path, uri);
  }

  /** All servers for which a workspace has spools. */
  static all(workspace: string): ServerSpools[] {
    const root = trackingFolder(workspace);
    const files = (existsSync(root) ? readdirSync(root) : []).map((name) => join(root, name, 'server.json'));
    return files.filter(existsSync).map((file) => {
      const { uri } = z.object({ uri: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
      return new ServerSpools(dirname(file), uri);
    });
  }

  spool(name: string): SpoolFolder {
    return new SpoolFolder(join(this.path, name));
  }

  /** Every spool, also those that were sent. */
  spools(): SpoolFolder[] {
    const entries = readdirSync(this.path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return entries.map(({ name }) => this.spool(name));
  }
}

/** Where runs wait for their server. */
export function trackingFolder(workspace: string): string {
  return join(workspace, '.amcl', 'tracking');
}
