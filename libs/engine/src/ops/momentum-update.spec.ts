import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectClose, spreadValues, toTensor } from '../testing/check-op';
import { eachBackend } from '../testing/each-backend';
import { momentumUpdate } from './momentum-update';

eachBackend('momentumUpdate', () => {
  it.each([
    { shape: [3, 3, 5, 7], momentum: 0.9, weightDecay: 5e-4 },
    { shape: [70_001], momentum: 0, weightDecay: 0 },
    { shape: [1], momentum: 0.5, weightDecay: 0 },
  ])('is the formula for $shape', ({ shape, momentum, weightDecay }) => {
    tf.tidy(() => {
      const lr = 0.0625;
      const [p, g, s] = [1, 2, 3].map((seed) => spreadValues(shape, seed)) as [Doubles, Doubles, Doubles];
      const next = momentumUpdate(
        { parameter: toTensor(p), gradient: toTensor(g), slot: toTensor(s), lr: tf.scalar(lr) },
        { momentum, weightDecay },
      );
      const slot = s.data.map((value, i) => momentum * value + g.data[i]! + weightDecay * p.data[i]!);
      const parameter = p.data.map((value, i) => value - lr * slot[i]!);
      expect([next.parameter.shape, next.slot.shape]).toEqual([shape, shape]);
      expectClose(next.slot, slot, 1e-6, 'slot');
      expectClose(next.parameter, parameter, 1e-6, 'parameter');
    });
  });
});

type Doubles = ReturnType<typeof spreadValues>;
