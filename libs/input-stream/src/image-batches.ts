import { availableParallelism } from 'node:os';
import type { Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import { evalShape } from './eval-maker';
import { makersOf } from './makers-of';
import { makeViews, type Making, type ViewKey } from './make-views';
import { workerPool } from './worker-pool';

/** A thread takes about as long to start as to make so many images. */
const WORTH_A_THREAD = 200;

/** Images as an encoder in eval mode sees them. */
export interface EvalBatch {
  /** Place of the first image among those asked for. */
  readonly start: number;
  /** Images of this batch; the last may have fewer. */
  readonly count: number;
  /** Normalised floats [count, H, W, 3]. Overwritten by a later batch, once the next is asked for. */
  readonly images: Float32Array;
  /** Classes [count]. */
  readonly labels: Int32Array;
}

/** What a network in eval mode is shown. */
export interface ImageBatchesOptions {
  readonly split: Split;
  readonly recipe: Recipe;
  /** Images of a batch: 1 or more. */
  readonly batchSize: number;
}

/**
 * All images of a split in order, as `evalMaker` makes them: for encoding features.
 * @throws RangeError when there are no images in a batch
 */
export function evalBatches(options: ImageBatchesOptions): AsyncGenerator<EvalBatch, void, undefined> {
  const { split, recipe } = options;
  const shape = evalShape(recipe);
  const images = Uint32Array.from({ length: split.count }, (_, index) => index);
  return imageBatches({ ...options, images, seed: 0 }, { kind: 'eval' }, shape[0] * shape[1] * shape[2]);
}

/** Which views of which images. */
export interface KeyedBatchesOptions extends ImageBatchesOptions {
  /** Indices into the split. */
  readonly images: Uint32Array;
  readonly seed: number;
  readonly key: ViewKey;
}

/**
 * One view of each of some images, normalised, its random numbers from randomStream(seed, key.domain, ...key.before, image, ...key.after).
 * @throws RangeError when there are no images in a batch
 */
export function keyedBatches({ key, ...options }: KeyedBatchesOptions): AsyncGenerator<EvalBatch, void, undefined> {
  const { size } = options.recipe.randomResizedCrop;
  return imageBatches(options, { kind: 'view', key }, size * size * 3);
}

/** Pixels are made in this thread, which takes less than to hand them over; encoded images by all cores, a batch ahead. */
async function* imageBatches(
  { split, recipe, batchSize, images, seed }: Omit<KeyedBatchesOptions, 'key'>,
  making: Making,
  imageSize: number,
): AsyncGenerator<EvalBatch, void, undefined> {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new RangeError(`Expected a whole number of at least 1 for batchSize but received ${batchSize}`);
  const bytes = Math.min(batchSize, images.length) * imageSize * Float32Array.BYTES_PER_ELEMENT;
  const buffer = (): Float32Array[] => [new Float32Array(new SharedArrayBuffer(bytes))];
  const slots = split.kind === 'pixels' ? [buffer()] : [buffer(), buffer()];
  const filler =
    split.kind === 'pixels'
      ? inThisThread({ split, recipe, seed, slots })
      : inWorkers({ split, recipe, seed, slots }, images.length);
  const indicesAt = (start: number): Uint32Array => images.slice(start, start + batchSize);
  try {
    let next = filler.fill(making, indicesAt(0), 0);
    for (let start = 0, slot = 0; start < images.length; start += batchSize, slot = (slot + 1) % slots.length) {
      await next;
      const indices = indicesAt(start);
      const ahead = indicesAt(start + batchSize);
      if (slots.length > 1 && ahead.length > 0) {
        next = filler.fill(making, ahead, (slot + 1) % slots.length);
        next.catch(() => undefined); // told when it is waited for
      }
      yield {
        start,
        count: indices.length,
        images: slots[slot]![0]!.subarray(0, indices.length * imageSize),
        labels: Int32Array.from(indices, (index) => split.labels[index] ?? 0),
      };
      if (slots.length === 1 && ahead.length > 0) next = filler.fill(making, ahead, 0);
    }
  } finally {
    await filler.close();
  }
}

type Setup = Parameters<typeof workerPool>[0];

function inWorkers(setup: Setup, images: number): ReturnType<typeof workerPool> {
  return workerPool(setup, Math.max(1, Math.min(availableParallelism(), Math.ceil(images / WORTH_A_THREAD))));
}

function inThisThread({ split, recipe, seed, slots }: Setup): ReturnType<typeof workerPool> {
  const makers = makersOf(split, recipe);
  return {
    fill: (making, indices, slot) =>
      makeViews(makers, seed, { making, indices, from: 0, to: indices.length }, slots[slot]!),
    close: () => Promise.resolve(),
  };
}
