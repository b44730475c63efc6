import type { RandomStream } from '@amcl/random';
import type { BufferSpec } from '../module';

/** Name and sizes of a queue. */
export interface QueueOptions {
  readonly name: string;
  /** C: a queue a head. */
  readonly heads: number;
  /** K: keys that it holds. */
  readonly size: number;
  /** D: numbers of a key. */
  readonly dim: number;
}

/**
 * The queue of earlier keys that serve as negatives (MoCo, arXiv 1911.05722, section 3.2), [C, K, D], the oldest first. At first its
 * rows are drawn at random from the unit sphere.
 */
export function queueBuffer({ name, heads, size, dim }: QueueOptions): BufferSpec {
  return {
    name,
    shape: [heads, size, dim],
    initialize: (random) => {
      const rows = new Float32Array(heads * size * dim);
      for (let start = 0; start < rows.length; start += dim) rows.set(unitVector(dim, random), start);
      return rows;
    },
  };
}

/** Normal numbers have no preferred direction. */
function unitVector(dim: number, random: RandomStream): number[] {
  const vector = Array.from({ length: dim }, () => random.normal());
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
