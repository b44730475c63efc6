import { permutation, randomStream } from '@amcl/random';

/** Which images make up which batch. */
export interface BatchPlan {
  readonly stepsPerEpoch: number;
  /** Steps of all epochs. */
  readonly steps: number;
  /** The epoch of a step and its images, `batchSize` indices into the split. Cheap while steps ascend. */
  at(this: void, step: number): { epoch: number; indices: Uint32Array };
}

/**
 * Full batches of each epoch's own order: permutation(count, randomStream(seed, 'shuffle', epoch)), what is left over at its
 * end dropped.
 * @throws RangeError when a batch is larger than the split
 */
export function batchPlan(options: { count: number; batchSize: number; epochs: number; seed: number }): BatchPlan {
  const { count, batchSize, epochs, seed } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > count)
    throw new RangeError(
      `Expected a whole number of 1 to ${count} (images of the split) for batchSize but received ${batchSize}`,
    );
  const stepsPerEpoch = Math.floor(count / batchSize);
  let shuffled = -1;
  let order: Uint32Array = new Uint32Array(0);
  return {
    stepsPerEpoch,
    steps: stepsPerEpoch * epochs,
    at: (step) => {
      const epoch = Math.floor(step / stepsPerEpoch);
      if (epoch !== shuffled) {
        order = permutation(count, randomStream(seed, 'shuffle', epoch));
        shuffled = epoch;
      }
      const from = (step % stepsPerEpoch) * batchSize;
      return { epoch, indices: order.slice(from, from + batchSize) };
    },
  };
}
