import { readFile, rm } from 'node:fs/promises';
import { canonicalJson, parseJson, UserError, waitForLock, writeAtomic, type Lock } from '@amcl/artifacts';
import { z } from 'zod';
import { kernelKey, sortKernels, tunedKernelSchema, type TunedKernel } from './kernel-choice';
import { tableOwnerSchema, type TablePlace } from './table-place';

/** How long a process that adds to a table may take, in milliseconds. */
const PATIENCE = 5000;

const tableSchema = z.strictObject({ owner: tableOwnerSchema, kernels: z.array(tunedKernelSchema) });

/** What a table holds. */
export interface KernelTable {
  readonly kernels: readonly TunedKernel[];
  /** Why the file is ignored, and that it will be made anew; null where it is good, or not there yet. */
  readonly warning: string | null;
}

/** The table at a place, empty where there is none or the file is damaged. @throws if the file cannot be read */
export async function readTable({ path, owner }: TablePlace): Promise<KernelTable> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { kernels: [], warning: null };
  const parsed = tableSchema.safeParse(parseJson(text));
  if (parsed.success && canonicalJson(parsed.data.owner) === canonicalJson(owner))
    return { kernels: parsed.data.kernels, warning: null };
  const warning = `Expected a table of kernels of this machine in ${path}: the file is damaged, and is ignored and made anew`;
  return { kernels: [], warning };
}

/**
 * Adds what was measured to the table at a place, beside what other processes add at the same time. Of a kernel that is there
 * with the same ways, what is there stays.
 * @throws UserError if the file cannot be written, or another process keeps it to itself
 */
export async function addToTable(place: TablePlace, measured: readonly TunedKernel[]): Promise<void> {
  const lock = await lockTable(place.path);
  try {
    const kernels = new Map(measured.map((kernel) => [kernelKey(kernel), kernel]));
    for (const known of (await readTable(place)).kernels) {
      const ours = kernels.get(kernelKey(known));
      if (ours === undefined || sameWays(known, Object.keys(ours.milliseconds))) kernels.set(kernelKey(known), known);
    }
    const table = { owner: place.owner, kernels: sortKernels(kernels.values()) };
    await writeAtomic(place.path, `${JSON.stringify(table, null, 2)}\n`);
  } finally {
    await lock.release();
  }
}

/** Removes the table at a place. @returns whether there was one */
export async function removeTable({ path }: TablePlace): Promise<boolean> {
  return rm(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Whether exactly these ways were measured, in whatever order. */
export function sameWays({ milliseconds }: TunedKernel, ways: readonly string[]): boolean {
  return Object.keys(milliseconds).length === ways.length && ways.every((way) => way in milliseconds);
}

async function lockTable(path: string): Promise<Lock> {
  let holder = '';
  const patience = AbortSignal.timeout(PATIENCE);
  try {
    return await waitForLock(`${path}.lock`, (held) => (holder = held), patience);
  } catch (error) {
    if (!patience.aborted) throw error;
    throw new UserError(`Nothing was added to the table of kernels: ${holder}`);
  }
}
