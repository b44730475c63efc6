import * as tf from '@tensorflow/tfjs-core';

/** Of the matrix of similarities that is in memory at once: 64 MiB. */
const ELEMENTS_AT_ONCE = 2 ** 24;

/** The nearest rows of a bank for some of the queries. */
export interface NearestRows {
  /** The first of these queries; the others follow. */
  readonly start: number;
  /** [queries, k], nearest first. */
  readonly similarities: Float32Array;
  /** [queries, k], rows of the bank. */
  readonly rows: Int32Array;
}

/**
 * The k rows of a bank that have the largest dot product with each query, in parts that bound the memory.
 * @param queries [Q, F]
 * @param bank [N, F]
 * @param k 1 .. N
 * @throws RangeError if k is out of its range
 */
export function* nearestRows(queries: tf.Tensor2D, bank: tf.Tensor2D, k: number): Generator<NearestRows> {
  const [count, bankRows] = [queries.shape[0], bank.shape[0]];
  if (!Number.isInteger(k) || k < 1 || k > bankRows)
    throw new RangeError(`Expected a whole number of 1 to ${bankRows}, the rows of the bank, for k but received ${k}`);
  const chunk = Math.max(1, Math.floor(ELEMENTS_AT_ONCE / bankRows));
  for (let start = 0; start < count; start += chunk) {
    const { values, indices } = tf.tidy(() => {
      const part = tf.slice(queries, [start, 0], [Math.min(chunk, count - start), -1]);
      return tf.topk(tf.matMul(part, bank, false, true), k);
    });
    const found = { similarities: values.dataSync<'float32'>(), rows: indices.dataSync<'int32'>() };
    tf.dispose([values, indices]);
    yield { start, ...found };
  }
}
