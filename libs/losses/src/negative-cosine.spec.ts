import { openEngine, valueAndGradients } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { negativeCosine } from './negative-cosine';
import { checkLeaks } from './testing/check-leaks';
import { checkLoss } from './testing/check-loss';
import { checkParity } from './testing/check-parity';
import { normals, rowsOf, type DoublesMap } from './testing/doubles';
import { eachBackend } from './testing/each-backend';
import { cosine, mean, type OracleValue } from './testing/oracle';
import { refuses } from './testing/refusals';

/** Equations 1 and 2 of arXiv 2011.10566, sample by sample. */
function oracle(values: DoublesMap): OracleValue {
  const [p0, z1, p1, z0] = ['p0', 'z1', 'p1', 'z0'].map((name) => rowsOf(values[name]));
  const forth = p0!.map((p, i) => cosine(p, z1![i] ?? []));
  const back = p1!.map((p, i) => cosine(p, z0![i] ?? []));
  return { loss: -mean(forth) / 2 - mean(back) / 2, statistics: { positiveSimilarity: [...forth, ...back] } };
}

eachBackend('negativeCosine', () => {
  it.each(casesOf('negative_cosine'))('is equal to lightly in $name', (parityCase) => {
    checkParity(parityCase, { loss: ({ p0, z1, p1, z0 }) => negativeCosine(p0!, z1!, p1!, z0!) });
  });
});

describe('negativeCosine', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    [1, 2],
    [4, 3],
    [7, 16],
  ])("is the paper's mean for B = %i, D = %i", (batch, dim) => {
    checkLoss({
      values: Object.fromEntries(['p0', 'z1', 'p1', 'z0'].map((name) => [name, normals(name, [batch, dim])])),
      constants: ['z0', 'z1'],
      loss: ({ p0, z1, p1, z0 }) => negativeCosine(p0!, z1!, p1!, z0!),
      oracle,
    });
  });

  it('is -1 for predictions along their projections, and 1 against them', () => {
    tf.tidy(() => {
      const z = tf.randomNormal([5, 4], 0, 1, 'float32', 1);
      const valueOf = (p: tf.Tensor) => negativeCosine(p, z, p, z).loss.dataSync()[0];
      expect(valueOf(tf.mul(z, 3))).toBeCloseTo(-1, 5);
      expect(valueOf(tf.mul(z, -2))).toBeCloseTo(1, 5);
    });
  });

  it('gives projections no gradient', () => {
    tf.tidy(() => {
      const [p, z] = [tf.randomNormal([3, 4]), tf.randomNormal([3, 4])];
      const by = () =>
        valueAndGradients((all) => ({ loss: negativeCosine(all['p']!, all['z']!, all['p']!, z).loss }), { p, z });
      expect(by).toThrow(/it does not on: z/);
    });
  });

  it('leaves no tensor but loss and statistics, and the gradients', () => {
    const z = tf.randomNormal([4, 3]);
    checkLeaks({ p: tf.randomNormal([4, 3]) }, ({ p }) => negativeCosine(p!, z, p!, z));
    z.dispose();
  });

  refuses([
    [
      'another shape',
      () => negativeCosine(tf.ones([2, 3]), tf.ones([2, 3]), tf.ones([2, 3]), tf.ones([2, 4])),
      'Expected tensors of one shape [B, D] for p0, z1, p1 and z0 of negativeCosine but received',
    ],
  ]);
});
