import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkOp, expectClose, type Doubles } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients } from '../value-and-gradients';
import { maxPool2d } from './max-pool2d';

function reference(x: Doubles, size: number, stride: number, padding: number): Doubles {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const outHeight = Math.floor((height + 2 * padding - size) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padding - size) / stride) + 1;
  const y = new Float64Array(batch * outHeight * outWidth * channels).fill(-Infinity);
  let at = 0;
  for (let b = 0; b < batch; b++)
    for (let r = 0; r < outHeight; r++)
      for (let c = 0; c < outWidth; c++)
        for (let k = 0; k < channels; k++, at++)
          for (let i = 0; i < size; i++)
            for (let j = 0; j < size; j++) {
              const [row, column] = [r * stride - padding + i, c * stride - padding + j];
              if (row < 0 || row >= height || column < 0 || column >= width) continue;
              y[at] = Math.max(y[at]!, x.data[((b * height + row) * width + column) * channels + k]!);
            }
  return { shape: [batch, outHeight, outWidth, channels], data: y };
}

eachBackend('maxPool2d', () => {
  it.each([
    { x: [2, 6, 5, 3], size: 2, stride: 2, padding: 0 },
    { x: [1, 7, 8, 2], size: 3, stride: 2, padding: 1 },
    { x: [2, 5, 5, 1], size: 3, stride: 1, padding: 1 },
    { x: [1, 4, 4, 2], size: 2, stride: 1, padding: 1 },
    { x: [1, 7, 7, 1], size: 2, stride: 3, padding: 0 },
  ])('value and gradient: $x, $size, stride $stride, padding $padding', ({ x, size, stride, padding }) => {
    checkOp({
      op: (image) => maxPool2d(image, { size, stride, padding }),
      reference: (image) => reference(image, size, stride, padding),
      shapes: [x],
    });
  });

  it('never takes padding for the maximum', () => {
    tf.tidy(() => {
      const y = maxPool2d(tf.fill([1, 2, 2, 1], -5), { size: 3, stride: 2, padding: 1 });
      expectClose(y, [-5], 0, 'value');
    });
  });

  it('gives the gradient of equal maxima to the first', () => {
    tf.tidy(() => {
      const { gradients } = valueAndGradients(
        ({ x }) => ({ loss: tf.sum(maxPool2d(x!, { size: 2, stride: 2, padding: 0 })) }),
        { x: tf.ones([1, 2, 2, 1]) },
      );
      expectClose(gradients['x']!, [1, 0, 0, 0], 0, 'gradient');
    });
  });

  it('rejects a padding of more than half the window, and a window larger than the image', () => {
    tf.tidy(() => {
      const x = tf.zeros([1, 4, 4, 1]);
      expect(() => maxPool2d(x, { size: 2, stride: 1, padding: 2 })).toThrow(/half of the window \(2\).*received 2/);
      expect(() => maxPool2d(x, { size: 5, stride: 1, padding: 0 })).toThrow(/padded image.*received 5/);
    });
  });
});
