import * as tf from '@tensorflow/tfjs-core';

/** Of the matrix of similarities that is in memory at once: 16 MiB. */
const ELEMENTS_AT_ONCE = 2 ** 22;

/**
 * Visits every pair of two rows once, the lower row first, with their dot product.
 * @param rows [n, D]: unit rows, for cosine similarities
 * @throws if a similarity is not a number
 */
export function eachPair(rows: tf.Tensor2D, visit: (row: number, other: number, similarity: number) => void): void {
  const [count] = rows.shape;
  const chunk = Math.max(1, Math.floor(ELEMENTS_AT_ONCE / count));
  for (let start = 0; start < count; start += chunk) {
    const size = Math.min(chunk, count - start);
    const similarities = rowsOfSimilarities(rows, start, size);
    for (let row = start; row < start + size; row++) {
      for (let other = row + 1; other < count; other++) {
        const similarity = similarities[(row - start) * count + other]!;
        if (Number.isNaN(similarity)) throw new Error('Expected embeddings of numbers but received NaN');
        visit(row, other, similarity);
      }
    }
  }
}

/** Rows `start` .. `start + count - 1` of the matrix of similarities. */
function rowsOfSimilarities(rows: tf.Tensor2D, start: number, count: number): Float32Array {
  const matrix = tf.tidy(() => tf.matMul(tf.slice(rows, [start, 0], [count, -1]), rows, false, true));
  const similarities = matrix.dataSync<'float32'>();
  matrix.dispose();
  return similarities;
}
