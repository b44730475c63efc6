import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkOp, expectClose, type Doubles } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients } from '../value-and-gradients';
import { l2Normalize } from './l2-normalize';

function reference({ shape, data }: Doubles, epsilon: number): Doubles {
  const features = shape[1]!;
  const norm = (row: number) => Math.hypot(...data.subarray(row * features, (row + 1) * features));
  const divisor = (index: number) => Math.max(norm(Math.floor(index / features)), epsilon);
  return { shape, data: data.map((value, index) => value / divisor(index)) };
}

eachBackend('l2Normalize', () => {
  it.each([[[3, 4]], [[1, 7]], [[5, 1]]])('value and gradient of %j', (shape) => {
    checkOp({ op: (x) => l2Normalize(x), reference: (x) => reference(x, 1e-12), shapes: [shape] });
  });

  it('divides by epsilon where the norm is smaller', () => {
    checkOp({ op: (x) => l2Normalize(x, 10), reference: (x) => reference(x, 10), shapes: [[3, 4]] });
  });

  it('leaves a row of zeros at zero, with a finite gradient', () => {
    tf.tidy(() => {
      const { gradients, aux } = valueAndGradients(
        ({ x }) => {
          const y = l2Normalize(x!, 0.5);
          return { loss: tf.sum(y), aux: { y } };
        },
        { x: tf.tensor2d([0, 0, 3, 4], [2, 2]) },
      );
      expectClose(aux.y, [0, 0, 0.6, 0.8], 1e-6, 'value');
      expectClose(gradients['x']!, [2, 2, 0.032, -0.024], 1e-5, 'gradient');
    });
  });

  it('keeps a NaN within its row', () => {
    tf.tidy(() => {
      const y = l2Normalize(tf.tensor2d([NaN, 1, 3, 4], [2, 2])).dataSync();
      expect([...y].map(Number.isNaN)).toEqual([true, true, false, false]);
    });
  });

  it('rejects a vector', () => {
    tf.tidy(() => {
      expect(() => l2Normalize(tf.zeros([3]))).toThrow(/rank 2.*\[3\]/);
    });
  });
});
