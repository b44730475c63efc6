import {
  appendFileSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { readLines } from './read-lines';
import type { SpoolFolder } from './spool-folder';
import type { LineOf, SpoolLine } from './spool-line';

/**
 * Appends to a spool, a line at a time, each in one write: what a kill leaves is whole lines and at most a cut one. It goes
 * on where an earlier process left it, and leaves out what that one said already.
 */
export class SpoolWriter {
  /** Of each metric, the last step. */
  private readonly steps = new Map<string, number>();
  private readonly said = new Map<string, Readonly<Record<string, number>>>();
  private status: LineOf<'status'>['status'] | null = null;
  private hasRun = false;

  /** Opens a spool; reads it where there is one. */
  constructor(readonly folder: SpoolFolder) {
    mkdirSync(folder.files, { recursive: true });
    if (!folder.exists) return;
    for (const { line } of readLines(folder.lines, 0)) this.note(line);
    if (readFileSync(folder.lines).at(-1) !== 10) appendFileSync(folder.lines, '\n');
  }

  /** Whether its first line is there. */
  get begun(): boolean {
    return this.hasRun;
  }

  /** Whether the work was finished before. */
  get finished(): boolean {
    return this.status === 'FINISHED';
  }

  /** The step after the last one of a metric, 0 for a new one. */
  nextStep(metric: string): number {
    return (this.steps.get(metric) ?? -1) + 1;
  }

  append(line: SpoolLine): void {
    appendFileSync(this.folder.lines, `${JSON.stringify(line)}\n`);
    this.note(line);
  }

  /** Figures of a step; those that this or an earlier process gave for it, or for a later one, are left out. */
  metrics(step: number, values: Readonly<Record<string, number>>): void {
    const fresh = Object.entries(values).filter(([name]) => step >= this.nextStep(name));
    if (fresh.length === 0) return;
    const encoded = fresh.map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)] as const);
    this.append({ kind: 'metrics', time: Date.now(), step, values: Object.fromEntries(encoded) });
  }

  /** Whether `once` had this name before. */
  has(name: string): boolean {
    return this.said.has(name);
  }

  /** All `once` whose name starts so, in order, with their values. */
  saidWith(prefix: string): [name: string, values: Readonly<Record<string, number>>][] {
    return [...this.said].filter(([name]) => name.startsWith(prefix));
  }

  /** Keeps a file as it is now, since the next run of the stage replaces it. @returns its name in the spool */
  keepFile(path: string): string {
    const name = `${randomUUID().slice(0, 8)}-${basename(path)}`;
    keep(realpathSync(path), join(this.folder.files, name));
    return name;
  }

  private note(line: SpoolLine): void {
    if (line.kind === 'metrics')
      for (const name of Object.keys(line.values))
        this.steps.set(name, Math.max(line.step, this.steps.get(name) ?? line.step));
    if (line.kind === 'run') this.hasRun = true;
    if (line.kind === 'once') this.said.set(line.name, line.values);
    if (line.kind === 'status') this.status = line.status;
  }
}

/** A file that nobody writes to, as those of the store, is linked: it costs nothing. Others are copied. */
function keep(from: string, to: string): void {
  if (existsSync(to)) return;
  if ((statSync(from).mode & 0o222) === 0) {
    try {
      return linkSync(from, to);
    } catch {
      // Another disk.
    }
  }
  copyFileSync(from, to);
}
