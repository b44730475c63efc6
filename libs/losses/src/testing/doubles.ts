import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';

/** An array for the oracles, in double precision, row-major. */
export interface Doubles {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Arrays by name. */
export type DoublesMap = Readonly<Record<string, Doubles>>;

export type Vector = ArrayLike<number>;

/** Normal numbers that float32 holds exactly, the same for the same name and shape. */
export function normals(name: string, shape: readonly number[], deviation = 1): Doubles {
  const random = randomStream(1, name, shape[0], shape[1], shape[2]);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float64Array.from({ length }, () => Math.fround(random.normal() * deviation)) };
}

export function toTensor({ shape, data }: Doubles): tf.Tensor {
  return tf.tensor(Float32Array.from(data), [...shape]);
}

/** The rows of [N, D]. */
export function rowsOf(x: Doubles | undefined): Vector[] {
  const { shape, data } = x ?? { shape: [], data: new Float64Array() };
  return rowsByHead({ shape: [1, ...shape], data })[0] ?? [];
}

/** The rows of each head, of [C, N, D]. */
export function rowsByHead(x: Doubles | undefined): Vector[][] {
  const { shape, data } = x ?? { shape: [], data: new Float64Array() };
  const [heads = 0, rows = 0, dim = 0] = shape;
  return Array.from({ length: heads }, (_, head) =>
    Array.from({ length: rows }, (_, row) => data.subarray((head * rows + row) * dim, (head * rows + row + 1) * dim)),
  );
}
