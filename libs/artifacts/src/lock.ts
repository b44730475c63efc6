import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { temporaryName } from './atomic';
import { parseJson } from './parse-json';
import { isAlive } from './process';
import { explainWriteError } from './system-error';
import { UserError } from './user-error';

/** What a process says of itself in a lock that it takes. */
export interface LockNote {
  /** What it is at: `quickstart:pretrain`. */
  readonly what?: string;
  /** Memory that it will take, in bytes. */
  readonly bytes?: number;
}

/** Who has a lock. */
export interface LockHolder extends LockNote {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the kernel's ticks: tells a reused pid. Empty where the system does not say. */
  readonly start: string;
  /** When it took the lock, in UTC: `2026-11-26T01:50:00.000Z`. */
  readonly since?: string;
}

/** Another living process holds a lock; the message names it. */
export class LockHeldError extends UserError {}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path`, which names its holder. A dead process's lock is taken over.
 * @param note what the holder says of itself to those who find the lock
 * @throws LockHeldError naming the holder when a living process has it
 */
export async function acquireLock(path: string, note: LockNote = {}): Promise<Lock> {
  const temporary = temporaryName(path);
  const start = readProcess(process.pid)?.start ?? '';
  const holder: LockHolder = { pid: process.pid, host: hostname(), start, since: new Date().toISOString(), ...note };
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, JSON.stringify(holder));
    while (!(await tryLink(temporary, path))) await removeStale(path);
  } catch (error) {
    throw explainWriteError(error, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  return { release: () => rm(path, { force: true }) };
}

/** The living process that has the lock file at `path`, null where none has; takes nothing. */
export async function lockHolder(path: string): Promise<LockHolder | null> {
  const found = await readLock(path);
  return found?.living ?? null;
}

/** Whether a living process has the lock file at `path`; takes nothing. */
export async function isLocked(path: string): Promise<boolean> {
  return (await lockHolder(path)) !== null;
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a dead process's lock, under a lock of its own so that of two that find it only one does. */
async function removeStale(path: string): Promise<void> {
  const found = await readStale(path);
  if (found === null) return;
  const takeover = await acquireLock(`${path}.takeover`);
  try {
    if ((await readStale(path)) === found) await rm(path, { force: true });
  } finally {
    await takeover.release();
  }
}

/** The text of a dead process's lock, null if there is no lock. */
async function readStale(path: string): Promise<string | null> {
  const found = await readLock(path);
  if (found === null) return null;
  if (found.living === null) return found.text;
  const { pid, host, what = 'this work' } = found.living;
  throw new LockHeldError(
    `Process ${pid} on ${host} is at ${what} already (${path}). Wait for it, or end it; if that host is gone, remove the file.`,
  );
}

/** A lock file, and its holder where that lives; null where there is no file. */
async function readLock(path: string): Promise<{ text: string; living: LockHolder | null } | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  // A file that a power failure emptied is nobody's.
  const holder = parseJson(text) as LockHolder | null;
  const lives = holder !== null && (holder.host !== hostname() || holderLives(holder));
  return { text, living: lives ? holder : null };
}

function holderLives({ pid, start }: LockHolder): boolean {
  const found = readProcess(pid);
  // A zombie does nothing more; where nobody waits for it, as in a container without an init, it stays forever.
  return found === null ? isAlive(pid) : found.start === start && !['Z', 'X'].includes(found.state);
}

/** State and start of a process, null where there is none or the system does not say. */
function readProcess(pid: number): { state: string; start: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return null;
  }
}
