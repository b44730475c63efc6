import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkOp, expectClose } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { valueAndGradients } from '../value-and-gradients';
import { relu } from './relu';

eachBackend('relu', () => {
  it.each([[[5]], [[3, 4]], [[2, 3, 4, 2]]])('value and gradient of %j', (shape) => {
    checkOp({
      op: (x) => relu(x),
      reference: (x) => ({ shape, data: x.data.map((value) => Math.max(value, 0)) }),
      shapes: [shape],
    });
  });

  it('has the gradient 0 at 0, and infinity passes', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([0, -Infinity, Infinity, 1e-30]);
      const { gradients } = valueAndGradients(({ x }) => ({ loss: tf.sum(relu(x!)) }), { x });
      expectClose(gradients['x']!, [0, 0, 1, 1], 0, 'gradient');
      expect([...relu(x).dataSync()].slice(0, 3)).toEqual([0, 0, Infinity]);
    });
  });
});
