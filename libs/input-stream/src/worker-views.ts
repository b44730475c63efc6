import { Piscina } from 'piscina';
import type { ViewSource } from './view-source';
import type { WorkerSetup } from './view-worker';
import { workerFile } from './worker-file';

/**
 * Views made by worker threads. Every batch is cut into as many parts as there are workers, so that one batch is ready as
 * soon as can be; who makes which view changes nothing, for each view has its own random stream.
 */
export function workerViews(setup: WorkerSetup, workers: number): ViewSource {
  const { filename, execArgv } = workerFile();
  const pool = new Piscina({
    filename,
    execArgv: [...execArgv],
    minThreads: workers,
    maxThreads: workers,
    workerData: setup,
  });
  // A thread that could not start, or an answer that comes after close: of interest to the fills under way alone.
  pool.on('error', () => undefined);
  return {
    fill: (epoch, indices, slot) => {
      const parts = Array.from({ length: workers }, (_, part) => {
        const from = Math.floor((indices.length * part) / workers);
        const to = Math.floor((indices.length * (part + 1)) / workers);
        return pool.run({ epoch, indices, slot, from, to });
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
