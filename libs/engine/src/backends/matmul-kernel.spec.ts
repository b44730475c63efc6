import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectClose, spreadValues, toTensor } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients } from '../value-and-gradients';

/** a b by literal loops in double precision; `a` and `b` as they are multiplied. */
function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, column) => row.reduce((sum, value, k) => sum + value * b[k]![column]!, 0)));
}

const rowsOf = (data: Float64Array, columns: number): number[][] =>
  Array.from({ length: data.length / columns }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)]);

const transposed = (matrix: number[][]): number[][] => matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));

eachBackend('matMul', () => {
  it.each([
    { rows: 67, inner: 40, columns: 32 },
    { rows: 130, inner: 33, columns: 16 },
    // Columns that no vector divides.
    { rows: 70, inner: 64, columns: 21 },
    { rows: 3, inner: 5, columns: 16 },
  ])('is the sum of products, whichever is transposed: $rows x $inner x $columns', ({ rows, inner, columns }) => {
    tf.tidy(() => {
      const [a, b] = [spreadValues([rows, inner], 1), spreadValues([inner, columns], 2)];
      const expected = product(rowsOf(a.data, inner), rowsOf(b.data, columns)).flat();
      const [left, right] = [toTensor(a) as tf.Tensor2D, toTensor(b) as tf.Tensor2D];
      const [leftTransposed, rightTransposed] = [tf.transpose(left), tf.transpose(right)];
      expectClose(tf.matMul(left, right), expected, 1e-5, 'a b');
      expectClose(tf.matMul(leftTransposed, right, true), expected, 1e-5, 'a^T b');
      expectClose(tf.matMul(left, rightTransposed, false, true), expected, 1e-5, 'a b^T');
      expectClose(tf.matMul(leftTransposed, rightTransposed, true, true), expected, 1e-5, 'a^T b^T');
    });
  });

  it('is that of each pair of a batch', () => {
    tf.tidy(() => {
      const [a, b] = [spreadValues([3, 66, 40], 1), spreadValues([3, 40, 32], 2)];
      const expected = [0, 1, 2].flatMap((index) =>
        product(
          rowsOf(a.data.slice(index * 66 * 40, (index + 1) * 66 * 40), 40),
          rowsOf(b.data.slice(index * 40 * 32, (index + 1) * 40 * 32), 32),
        ).flat(),
      );
      const c = tf.matMul(toTensor(a), tf.transpose(toTensor(b), [0, 2, 1]), false, true);
      expect(c.shape).toEqual([3, 66, 32]);
      expectClose(c, expected, 1e-5, 'a b^T');
    });
  });

  it('has its gradients', () => {
    tf.tidy(() => {
      const [a, b, dy] = [spreadValues([96, 48], 1), spreadValues([48, 32], 2), spreadValues([96, 32], 3)];
      const { gradients } = valueAndGradients(
        ({ a: left, b: right }) => ({ loss: tf.sum(tf.mul(tf.matMul(left!, right!), toTensor(dy))) }),
        { a: toTensor(a), b: toTensor(b) },
      );
      const upstream = rowsOf(dy.data, 32);
      expectClose(gradients['a']!, product(upstream, transposed(rowsOf(b.data, 32))).flat(), 1e-5, 'a');
      expectClose(gradients['b']!, product(transposed(rowsOf(a.data, 48)), upstream).flat(), 1e-5, 'b');
    });
  });
});
