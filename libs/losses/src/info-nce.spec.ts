import { openEngine, valueAndGradients } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { infoNce } from './info-nce';
import { checkLoss } from './testing/check-loss';
import { normals, rowsOf, type DoublesMap } from './testing/doubles';
import { eachBackend } from './testing/each-backend';
import { cosine, mean, type OracleValue } from './testing/oracle';
import { refuses } from './testing/refusals';

/** Equation 1 of arXiv 2002.05709, term by term. */
function oracle(values: DoublesMap, temperature: number): OracleValue & { perAnchor: number[] } {
  const [z0, z1] = [rowsOf(values['z0']), rowsOf(values['z1'])];
  const z = [...z0, ...z1];
  const perAnchor: number[] = [];
  const negativeSimilarity: number[] = [];
  z.forEach((anchor, i) => {
    const positive = (i + z0.length) % z.length;
    let denominator = 0;
    let hardest = -Infinity;
    z.forEach((other, n) => {
      if (n === i) return;
      denominator += Math.exp(cosine(anchor, other) / temperature);
      if (n !== positive) hardest = Math.max(hardest, cosine(anchor, other));
    });
    perAnchor.push(-Math.log(Math.exp(cosine(anchor, z[positive] ?? []) / temperature) / denominator));
    if (hardest > -Infinity) negativeSimilarity.push(hardest);
  });
  const positiveSimilarity = z0.map((row, i) => cosine(row, z1[i] ?? []));
  const statistics = { positiveSimilarity, ...(negativeSimilarity.length > 0 ? { negativeSimilarity } : {}) };
  return { loss: mean(perAnchor), statistics, perAnchor };
}

const embeddings = (batch: number, dim: number): DoublesMap => ({
  z0: normals('z0', [batch, dim]),
  z1: normals('z1', [batch, dim]),
});

eachBackend('infoNce', () => {
  it.each(casesOf('info_nce'))('is equal to PyTorch in $name, before and after the mean', (parityCase) => {
    tf.tidy(() => {
      const temperature = parityCase.params['temperature'] as number;
      const [z0, z1] = ['z0', 'z1'].map((name) => {
        const { data, shape } = parityCase.in[name]!;
        return tf.tensor(data, [...shape]);
      }) as [tf.Tensor, tf.Tensor];
      const { loss, gradients, aux } = valueAndGradients(
        (moving) => {
          const { loss, perAnchor } = infoNce(moving['z0']!, moving['z1']!, { temperature });
          return { loss, aux: { perAnchor } };
        },
        { z0, z1 },
      );
      expect(mismatch(parityCase, 'out', 'loss', loss.dataSync())).toBeNull();
      expect(mismatch(parityCase, 'out', 'per_anchor', aux.perAnchor.dataSync())).toBeNull();
      for (const name of ['z0', 'z1'])
        expect(mismatch(parityCase, 'grad', name, gradients[name]!.dataSync())).toBeNull();
    });
  });
});

describe('infoNce', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  for (const batch of [1, 2, 3, 7])
    for (const dim of [2, 8])
      it.each([0.1, 0.5, 2])(`is the paper's sum for B = ${batch}, D = ${dim}, temperature %f`, (temperature) => {
        checkLoss({
          values: embeddings(batch, dim),
          loss: ({ z0, z1 }) => infoNce(z0!, z1!, { temperature }),
          oracle: (values) => oracle(values, temperature),
        });
      });

  it('gives the loss of each anchor', () => {
    tf.tidy(() => {
      const values = embeddings(5, 4);
      const [z0, z1] = ['z0', 'z1'].map((name) => tf.tensor2d(Float32Array.from(values[name]!.data), [5, 4])) as [
        tf.Tensor,
        tf.Tensor,
      ];
      const got = infoNce(z0, z1, { temperature: 0.3 }).perAnchor.dataSync();
      oracle(values, 0.3).perAnchor.forEach((want, i) => expect(got[i]).toBeCloseTo(want, 4));
    });
  });

  it('gives a row of zeros a finite loss and gradient', () => {
    tf.tidy(() => {
      const [z0, z1] = [tf.tensor2d([0, 0, 1, 2], [2, 2]), tf.tensor2d([1, 1, 2, 1], [2, 2])];
      const { loss, gradients } = valueAndGradients(
        (moving) => ({ loss: infoNce(moving['z0']!, moving['z1']!, { temperature: 0.5 }).loss }),
        { z0, z1 },
      );
      expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
      for (const gradient of Object.values(gradients))
        expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    });
  });

  it('stays finite and right where exp(1 / temperature) is beyond float32', () => {
    checkLoss({
      values: embeddings(4, 8),
      loss: ({ z0, z1 }) => infoNce(z0!, z1!, { temperature: 2e-2 }),
      oracle: (values) => oracle(values, 2e-2),
    });
  });

  const [two, three] = [() => tf.ones([2, 3]), () => tf.ones([3, 3])];
  refuses([
    ['other batch sizes', () => infoNce(two(), three(), { temperature: 1 }), /\[2, 3\] and \[3, 3\]/],
    [
      'a rank of 3',
      () => infoNce(tf.ones([2, 3, 1]), tf.ones([2, 3, 1]), { temperature: 1 }),
      'Expected tensors of one shape [B, D] for z0 and z1 of infoNce',
    ],
    [
      'a temperature of 0',
      () => infoNce(two(), two(), { temperature: 0 }),
      'Expected a number above 0 for temperature of infoNce but received 0',
    ],
    ['a temperature of NaN', () => infoNce(two(), two(), { temperature: NaN }), /received NaN/],
  ]);
});
