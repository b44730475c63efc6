import type { Recipe } from '@amcl/augmentation';
import { pipelined } from '@amcl/streams';
import { defer, from, Observable, range, tap, type ObservableInput } from 'rxjs';
import { batchPlan } from './batch-plan';
import type { ViewPair } from './make-views';
import { storedViewSource, type StoredViews } from './stored-views';
import type { ImageSplit } from './view-maker';
import { firstEpochsFrom, type ViewSource } from './view-source';
import { workerPool } from './worker-pool';

const AHEAD = 2;

/** The batches of a pre-training. */
export interface ViewBatchesOptions {
  /** Images over shared memory are not copied for the workers. Encoded ones are read and decoded by them. */
  readonly split: ImageSplit & { readonly count: number };
  readonly recipe: Recipe;
  readonly seed: number;
  /** Images of a batch: 1 to those of the split. */
  readonly batchSize: number;
  readonly epochs: number;
  /** First step to make, 0 or more: where a resumed training goes on. */
  readonly startStep: number;
  /** Threads that make views, 1 or more. The views are the same for any number. */
  readonly workers: number;
  /** Batches made ready beyond the one in use: 2 unless given. Takes as many buffers, and one more. */
  readonly ahead?: number;
  /** Views of the first epochs, stored beforehand. Later epochs are made by the workers. */
  readonly stored?: StoredViews | null;
}

/** Two views of each image of a batch. */
export interface ViewBatch {
  /** From 0. */
  readonly epoch: number;
  /** From 0, counted over all epochs. */
  readonly step: number;
  /** Indices into the split. */
  readonly indices: Uint32Array;
  /** Normalised floats [B, S, S, 3] each. Lent until the consumer's result completes, then overwritten. */
  readonly views: ViewPair;
  /** Milliseconds for which the consumer was free and had to wait for this batch. */
  readonly waited: number;
}

/**
 * Feeds the batches of all epochs from `startStep` to `consume`, one at a time and in order, while the next are made.
 * Each subscription starts its own threads, which end with it. An error of the consumer or of a worker ends it too.
 * @throws RangeError when an option cannot be
 */
export function viewBatches<R>(
  options: ViewBatchesOptions,
  consume: (batch: ViewBatch) => ObservableInput<R>,
): Observable<R> {
  const { split, recipe, seed, batchSize, epochs, startStep, workers, ahead = AHEAD, stored = null } = options;
  const plan = batchPlan({ count: split.count, batchSize, epochs, seed });
  check('startStep', startStep, 0, plan.steps);
  check('workers', workers, 1, Infinity);
  check('ahead', ahead, 0, Infinity);

  return new Observable<R>((subscriber) => {
    const { size } = recipe.randomResizedCrop;
    const slots = Array.from({ length: ahead + 1 }, () => viewPair(batchSize * size * size * 3));
    const fromWorkers = (): ViewSource => {
      const { fill, close } = workerPool({ split, recipe, seed, slots }, workers);
      return { fill: (epoch, indices, slot) => fill({ kind: 'pair', epoch }, indices, slot), close };
    };
    const source =
      stored === null
        ? fromWorkers()
        : firstEpochsFrom(storedViewSource(stored, recipe.normalize, slots), stored.epochs, fromWorkers);

    let freeSince = performance.now();
    const batches$ = range(startStep, plan.steps - startStep).pipe(
      pipelined({
        ahead,
        prepare: async (step, index) => {
          const { epoch, indices } = plan.at(step);
          // The batch that had this slot before is consumed: pipelined starts no more than `ahead` beyond the one in use.
          const slot = index % slots.length;
          await source.fill(epoch, indices, slot);
          return { epoch, step, indices, views: slots[slot]! };
        },
        consume: (batch) =>
          defer(() => {
            const waited = performance.now() - freeSince;
            return from(consume({ ...batch, waited }));
          }).pipe(tap({ complete: () => (freeSince = performance.now()) })),
      }),
    );
    subscriber.add(() => void source.close());
    subscriber.add(batches$.subscribe(subscriber));
  });
}

/** Buffers of shared memory for one batch. */
function viewPair(length: number): ViewPair {
  const buffer = (): Float32Array => new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  return [buffer(), buffer()];
}

function check(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(
      `Expected a whole number of at least ${least}${most === Infinity ? '' : ` and at most ${most}`} for ${name} but received ${value}`,
    );
}
