import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkOp, toTensor, type Doubles } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { conv2d } from './conv2d';
import type { Window } from './window';

function reference(x: Doubles, filter: Doubles, { stride, padding }: Window): Doubles {
  const [batch, height, width, inputs] = x.shape as [number, number, number, number];
  const [rows, columns, , outputs] = filter.shape as [number, number, number, number];
  const outHeight = Math.floor((height + 2 * padding - rows) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padding - columns) / stride) + 1;
  const y = new Float64Array(batch * outHeight * outWidth * outputs);
  let at = 0;
  for (let b = 0; b < batch; b++)
    for (let r = 0; r < outHeight; r++)
      for (let c = 0; c < outWidth; c++)
        for (let o = 0; o < outputs; o++, at++)
          for (let i = 0; i < rows; i++)
            for (let j = 0; j < columns; j++) {
              const [row, column] = [r * stride - padding + i, c * stride - padding + j];
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              for (let k = 0; k < inputs; k++)
                y[at]! +=
                  x.data[((b * height + row) * width + column) * inputs + k]! *
                  filter.data[((i * columns + j) * inputs + k) * outputs + o]!;
            }
  return { shape: [batch, outHeight, outWidth, outputs], data: y };
}

eachBackend('conv2d', () => {
  it.each([
    { name: '3x3, stride 1, padding 1', x: [2, 5, 6, 3], filter: [3, 3, 3, 4], stride: 1, padding: 1 },
    { name: '3x3, stride 2, padding 1, even', x: [2, 6, 6, 2], filter: [3, 3, 2, 3], stride: 2, padding: 1 },
    { name: '3x3, stride 2, padding 1, odd', x: [1, 7, 5, 2], filter: [3, 3, 2, 3], stride: 2, padding: 1 },
    { name: '1x1, stride 2, pixels never read', x: [2, 6, 5, 3], filter: [1, 1, 3, 2], stride: 2, padding: 0 },
    { name: '1x1, padding 1', x: [1, 3, 3, 2], filter: [1, 1, 2, 2], stride: 1, padding: 1 },
    { name: '3x3, no padding', x: [2, 4, 5, 1], filter: [3, 3, 1, 2], stride: 1, padding: 0 },
    { name: '7x7, stride 2, padding 3', x: [1, 9, 8, 2], filter: [7, 7, 2, 2], stride: 2, padding: 3 },
    { name: '2x2, stride 3, padding 1', x: [1, 7, 6, 1], filter: [2, 2, 1, 1], stride: 3, padding: 1 },
    { name: '1x3, the whole image in one', x: [1, 1, 3, 2], filter: [1, 3, 2, 2], stride: 1, padding: 0 },
    {
      name: '3x3, stride 3, padding 2, last pixels never read',
      x: [2, 9, 6, 2],
      filter: [3, 3, 2, 3],
      stride: 3,
      padding: 2,
    },
    {
      name: '2x3, stride 2, padding 3, more than the filter',
      x: [2, 4, 5, 2],
      filter: [2, 3, 2, 2],
      stride: 2,
      padding: 3,
    },
    { name: '3x1, stride 3, padding 1', x: [2, 8, 7, 3], filter: [3, 1, 3, 2], stride: 3, padding: 1 },
    { name: '1x1, stride 3, padding 2', x: [1, 5, 6, 2], filter: [1, 1, 2, 3], stride: 3, padding: 2 },
    { name: '1x1, stride 3, padding 1, sees zeros only', x: [1, 1, 1, 2], filter: [1, 1, 2, 2], stride: 3, padding: 1 },
    { name: '4x5, stride 2, no padding', x: [1, 7, 8, 2], filter: [4, 5, 2, 3], stride: 2, padding: 0 },
    { name: '1x1, stride 2, many pixels', x: [4, 31, 31, 1], filter: [1, 1, 1, 1], stride: 2, padding: 0 },
    { name: '5x5, stride 1, padding 3', x: [3, 4, 3, 2], filter: [5, 5, 2, 2], stride: 1, padding: 3 },
  ])('$name: value and gradients', ({ x, filter, stride, padding }) => {
    checkOp({
      op: (image, weights) => conv2d(image, weights, { stride, padding }),
      reference: (image, weights) => reference(image, weights, { stride, padding }),
      shapes: [x, filter],
    });
  });

  it('lets a NaN reach the pixels that see it, and no others', () => {
    tf.tidy(() => {
      const x = toTensor({ shape: [1, 4, 4, 1], data: new Float64Array(16).fill(1).with(0, NaN) });
      const y = conv2d(x, tf.ones([3, 3, 1, 1]), { stride: 1, padding: 1 }).dataSync();
      expect([...y].map(Number.isNaN).map(Number)).toEqual([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    });
  });

  it.each([
    { x: [4, 4, 3], filter: [3, 3, 3, 1], stride: 1, padding: 1, message: /rank 4 for conv2d x .*\[4, 4, 3\]/ },
    { x: [1, 4, 4, 2], filter: [3, 3, 3, 1], stride: 1, padding: 1, message: /2 input channels.*received 3/ },
    { x: [1, 4, 4, 2], filter: [3, 3, 2, 1], stride: 0, padding: 1, message: /at least 1 for conv2d stride.*0/ },
    { x: [1, 4, 4, 2], filter: [3, 3, 2, 1], stride: 1, padding: -1, message: /at least 0 for conv2d padding.*-1/ },
    { x: [1, 4, 4, 2], filter: [7, 7, 2, 1], stride: 1, padding: 1, message: /padded image, 6 x 6.*7 x 7/ },
  ])('rejects $message', ({ x, filter, stride, padding, message }) => {
    tf.tidy(() => {
      expect(() => conv2d(tf.zeros(x), tf.zeros(filter), { stride, padding })).toThrow(message);
    });
  });
});
