import * as tf from '@tensorflow/tfjs-core';
import { nearestRows } from './nearest-rows';
import { unitRows } from './unit-rows';

/** For each query the k most similar rows of a bank, nearest first. */
export interface NearestNeighbours {
  /** [Q, k], row-major: rows of the bank. */
  readonly rows: Int32Array;
  /** [Q, k], row-major: cosine similarities, -1 .. 1. */
  readonly similarities: Float32Array;
}

/**
 * Nearest neighbours by cosine similarity.
 * @param queries [Q, dimension], row-major, need not be normalised
 * @param bank [N, dimension], row-major, need not be normalised
 * @param k 1 .. N
 * @throws if k is out of its range, or the numbers are not rows of `dimension`
 */
export function nearestNeighbours(
  queries: Float32Array,
  bank: Float32Array,
  dimension: number,
  k: number,
): NearestNeighbours {
  const [count, bankRows] = [queries.length / dimension, bank.length / dimension];
  if (!Number.isInteger(count) || !Number.isInteger(bankRows) || count === 0 || bankRows === 0)
    throw new Error(
      `Expected rows of ${dimension} numbers for queries and bank but received ${queries.length} and ${bank.length} numbers`,
    );
  const [units, bankUnits] = [unitRows(queries, count), unitRows(bank, bankRows)];
  try {
    const parts = [...nearestRows(units, bankUnits, k)];
    const [rows, similarities] = [new Int32Array(count * k), new Float32Array(count * k)];
    for (const part of parts) {
      rows.set(part.rows, part.start * k);
      similarities.set(part.similarities, part.start * k);
    }
    return { rows, similarities };
  } finally {
    tf.dispose([units, bankUnits]);
  }
}
