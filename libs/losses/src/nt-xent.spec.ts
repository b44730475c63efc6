import { openEngine } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { infoNce } from './info-nce';
import { ntXent } from './nt-xent';
import { checkLeaks } from './testing/check-leaks';
import { checkParity } from './testing/check-parity';
import { eachBackend } from './testing/each-backend';

const random = (batch: number, dim: number, seed: number) => tf.randomNormal([batch, dim], 0, 1, 'float32', seed);
const loss = (z0: tf.Tensor, z1: tf.Tensor, temperature: number) =>
  ntXent(z0, z1, { temperature }).loss.dataSync()[0] ?? NaN;

eachBackend('ntXent', () => {
  it.each(casesOf('nt_xent'))('is equal to lightly in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: ({ z0, z1 }, { temperature = NaN }) => ntXent(z0!, z1!, { temperature }),
    });
  });
});

describe('ntXent', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([1, 2, 5, 64])('is ln(2B - 1) when all embeddings are equal, B = %i', (batch) => {
    tf.tidy(() => {
      const same = tf.tile(tf.tensor2d([[0.3, -2, 1]]), [batch, 1]);
      expect(loss(same, same, 0.1)).toBeCloseTo(Math.log(2 * batch - 1), 4);
    });
  });

  it('is the mean of infoNce, takes both views alike, and knows no lengths', () => {
    tf.tidy(() => {
      const [z0, z1] = [random(6, 4, 1), random(6, 4, 2)];
      const mean = tf.mean(infoNce(z0, z1, { temperature: 0.5 }).perAnchor).dataSync()[0] ?? NaN;
      expect(loss(z0, z1, 0.5)).toBeCloseTo(mean, 6);
      expect(loss(z1, z0, 0.5)).toBeCloseTo(mean, 5);
      expect(loss(tf.mul(z0, 100), z1, 0.5)).toBeCloseTo(mean, 5);
    });
  });

  it('leaves no tensor but loss and statistics, and the gradients', () => {
    checkLeaks({ z0: random(4, 3, 1), z1: random(4, 3, 2) }, ({ z0, z1 }) => ntXent(z0!, z1!, { temperature: 0.5 }));
  });
});
