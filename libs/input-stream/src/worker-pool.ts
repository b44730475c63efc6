import { Piscina } from 'piscina';
import type { Making } from './make-views';
import { workerFile } from './worker-file';
import type { WorkerSetup } from './worker-setup';

/** Worker threads that make views. */
export interface WorkerPool {
  /** Fills the buffers of a slot with what is to be made of each of these images. */
  fill(this: void, making: Making, indices: ArrayLike<number>, slot: number): Promise<void>;
  /** Ends the threads; unfinished fills may reject. */
  close(this: void): Promise<void>;
}

/**
 * Every batch is cut into as many parts as there are workers, so that one batch is ready as soon as can be; who makes which view changes
 * nothing, for each view has its own random stream.
 */
export function workerPool({ split, ...setup }: WorkerSetup, workers: number): WorkerPool {
  const { filename, execArgv } = workerFile(split.kind);
  const workerData: WorkerSetup = { ...setup, split: withoutLabels(split) };
  const pool = new Piscina({
    filename,
    execArgv: [...execArgv],
    minThreads: workers,
    maxThreads: workers,
    workerData,
  });
  // A thread that could not start, or an answer that comes after close: of interest to the fills under way alone.
  pool.on('error', () => undefined);
  return {
    fill: (making, indices, slot) => {
      const parts = Array.from({ length: workers }, (_, part) => {
        const from = Math.floor((indices.length * part) / workers);
        const to = Math.floor((indices.length * (part + 1)) / workers);
        return pool.run({ making, indices, slot, from, to });
      });
      return new Promise<void>((resolve, reject) => {
        pool.on('error', reject);
        void Promise.all(parts)
          .then(() => resolve(), reject)
          .finally(() => pool.off('error', reject));
      });
    },
    close: () => pool.destroy(),
  };
}

/** What is copied to a thread, and no more. */
function withoutLabels(split: WorkerSetup['split']): WorkerSetup['split'] {
  if (split.kind === 'pixels') return { kind: 'pixels', images: split.images, shape: split.shape };
  return { kind: 'encoded', shards: split.shards, table: split.table };
}
