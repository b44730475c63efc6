import { permutation, randomStream } from '@amcl/random';

/** An order of a batch, and the one that undoes it. */
export interface BatchShuffle {
  readonly order: Int32Array;
  readonly inverse: Int32Array;
}

/** The order in which the keys of a view pass the momentum encoder (MoCo, arXiv 1911.05722, section 3.3), keyed by step and view. */
export function batchShuffle(count: number, seed: number, step: number, view: number): BatchShuffle {
  const order = Int32Array.from(permutation(count, randomStream(seed, 'moco/shuffle', step, view)));
  const inverse = new Int32Array(count);
  order.forEach((from, to) => (inverse[from] = to));
  return { order, inverse };
}
