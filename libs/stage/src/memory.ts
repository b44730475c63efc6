import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { parseJson, type LockHolder } from '@amcl/artifacts';
import { z } from 'zod';

/** Of a work that was not done before, in bytes: what a ResNet-18 takes at a batch of 128 in float32. Twice that at 512. */
const USUAL = 2.5e9;

const recordSchema = z.object({ peakMemoryBytes: z.number() });

/** Memory that a work will take, in bytes: as much as the last one in its output folder, by its `run.json`, else what is usual. */
export async function memoryNeed(folder: string): Promise<number> {
  const record = await readFile(join(folder, 'run.json'), 'utf8').then(parseJson, () => null);
  return recordSchema.safeParse(record).data?.peakMemoryBytes ?? USUAL;
}

/**
 * Memory that is free for one more work, in bytes: what the system can give without swapping (Linux: MemAvailable), or what the limit of
 * its control group leaves where that is less, without what those at work said they will take and have not taken yet.
 */
export function memoryRoom(holders: readonly LockHolder[]): number {
  const promised = holders.map(({ pid, bytes = 0 }) => Math.max(0, bytes - residentBytes(pid)));
  return promised.reduce((room, bytes) => room - bytes, Math.min(freemem(), process.availableMemory()));
}

/** Resident size of a process; 0 where the system does not say, so that all it asked for is left to it. */
function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
