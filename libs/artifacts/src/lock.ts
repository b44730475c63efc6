import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { temporaryName } from './atomic';
import { isAlive } from './process';
import { explainWriteError } from './system-error';
import { UserError } from './user-error';

interface Holder {
  pid: number;
  host: string;
  /** When the process started, in the kernel's ticks: tells a reused pid. Empty where the system does not say. */
  start: string;
}

/** Another living process holds a lock; the message names it. */
export class LockHeldError extends UserError {}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path`, which names its holder. A dead process's lock is taken over.
 * @throws LockHeldError naming the holder when a living process has it
 */
export async function acquireLock(path: string): Promise<Lock> {
  const temporary = temporaryName(path);
  const holder: Holder = { pid: process.pid, host: hostname(), start: startOf(process.pid) };
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

/** Whether a living process has the lock file at `path`; takes nothing. */
export async function isLocked(path: string): Promise<boolean> {
  try {
    await readHolder(path);
    return false;
  } catch (error) {
    if (error instanceof LockHeldError) return true;
    throw error;
  }
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
  const text = await readHolder(path);
  if (text === null) return;
  const takeover = await acquireLock(`${path}.takeover`);
  try {
    if ((await readHolder(path)) === text) await rm(path, { force: true });
  } finally {
    await takeover.release();
  }
}

/** The text of a dead process's lock, null if there is no lock. */
async function readHolder(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const { pid, host, start } = JSON.parse(text) as Holder;
  if (host !== hostname() || (isAlive(pid) && startOf(pid) === start))
    throw new LockHeldError(
      `Process ${pid} on ${host} is at this work already (${path}). Wait for it, or end it; if that host is gone, remove the file.`,
    );
  return text;
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
