import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkOp, type Doubles } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { globalAveragePool } from './global-average-pool';

function reference({ shape, data }: Doubles): Doubles {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  const y = new Float64Array(batch * channels);
  data.forEach((value, index) => {
    const image = Math.floor(index / (height * width * channels));
    y[image * channels + (index % channels)]! += value / (height * width);
  });
  return { shape: [batch, channels], data: y };
}

eachBackend('globalAveragePool', () => {
  it.each([[[2, 4, 3, 5]], [[1, 1, 1, 2]]])('value and gradient of %j', (shape) => {
    checkOp({ op: (x) => globalAveragePool(x), reference: (x) => reference(x), shapes: [shape] });
  });

  it('rejects a matrix', () => {
    tf.tidy(() => {
      expect(() => globalAveragePool(tf.zeros([2, 3]))).toThrow(/rank 4.*\[2, 3\]/);
    });
  });
});
