import type { Split } from '@amcl/data';
import { permutation, randomStream } from '@amcl/random';

/** Which labelled images make up which step. */
export interface LabelledPlan {
  readonly stepsPerEpoch: number;
  /** Images of an epoch, from 0, whose steps take them in turn: full batches, what is left over dropped. */
  imagesOf(this: void, epoch: number): Uint32Array;
  /** Classes of the images of a step, counted over all epochs. */
  labelsOf(this: void, step: number): Int32Array;
}

/** Each epoch's order is permutation(labelled images, randomStream(seed, 'fine-tune/order', epoch)). */
export function labelledPlan(
  { labels }: Pick<Split, 'labels'>,
  labelled: Uint32Array,
  { batchSize, seed }: { batchSize: number; seed: number },
): LabelledPlan {
  const stepsPerEpoch = Math.floor(labelled.length / batchSize);
  let shuffled = -1;
  let images = new Uint32Array(0);
  const imagesOf = (epoch: number): Uint32Array => {
    if (epoch !== shuffled) {
      const order = permutation(labelled.length, randomStream(seed, 'fine-tune/order', epoch));
      images = order.subarray(0, stepsPerEpoch * batchSize).map((place) => labelled[place] ?? 0);
      shuffled = epoch;
    }
    return images;
  };
  return {
    stepsPerEpoch,
    imagesOf,
    labelsOf: (step) => {
      const from = (step % stepsPerEpoch) * batchSize;
      const chosen = imagesOf(Math.floor(step / stepsPerEpoch)).subarray(from, from + batchSize);
      return Int32Array.from(chosen, (image) => labels[image] ?? 0);
    },
  };
}
