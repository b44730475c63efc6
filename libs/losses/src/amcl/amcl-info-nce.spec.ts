import { openEngine } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { amclInfoNce } from './amcl-info-nce';
import { amclSimclr } from './amcl-simclr';
import type { ContrastOptions } from './contrastive-term';
import { checkLeaks } from '../testing/check-leaks';
import { checkLoss } from '../testing/check-loss';
import { checkParity } from '../testing/check-parity';
import { normals, rowsByHead, toTensor, type DoublesMap } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';
import { contrastOracle, temperatureOracle, type Limits } from '../testing/oracle';
import { badContrastOptions, constantTemperature, OPTIONS, refuses } from '../testing/refusals';
import { networkParameters, pairNetwork } from '../testing/temperature-network';

/** Equation 2.4: anchor i of [z0; z1] against its positive and all embeddings but its own. */
function oracle(values: DoublesMap, limits: Limits, options: { beta: number; hardest: number }) {
  const seconds = rowsByHead(values['z1']);
  const heads = rowsByHead(values['z0']).map((first, head) => {
    const z = [...first, ...(seconds[head] ?? [])];
    return z.map((anchor, i) => ({
      anchor,
      positive: z[(i + first.length) % z.length] ?? [],
      candidates: z.filter((_, n) => n !== i),
    }));
  });
  return contrastOracle(heads, temperatureOracle(values, limits), options);
}

const embeddings = (heads: number, batch: number, dim: number) => ({
  z0: normals('z0', [heads, batch, dim]),
  z1: normals('z1', [heads, batch, dim]),
});

eachBackend('amclInfoNce', () => {
  it.each(casesOf('amcl_infonce'))('is equal to PyTorch in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: (values, { lower = NaN, upper = NaN, beta = NaN, topK = NaN }) => {
        const temperature = pairNetwork(values, { lower, upper });
        return amclInfoNce(values['z0']!, values['z1']!, { temperature, beta, hardest: topK });
      },
      outputs: ({ positiveTemperature, negativeTemperature }) => ({
        tau_pos: positiveTemperature,
        tau_neg: negativeTemperature!,
      }),
    });
  });
});

describe('amclInfoNce', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { heads: 1, batch: 1, dim: 3, hidden: 2, hardest: 1, beta: 0.1 },
    { heads: 2, batch: 2, dim: 2, hidden: 3, hardest: 1, beta: 0 },
    { heads: 1, batch: 3, dim: 5, hidden: 4, hardest: 5, beta: 0.1 },
    { heads: 3, batch: 4, dim: 4, hidden: 3, hardest: 2, beta: 1 },
  ])("is the paper's sum: $heads heads, B = $batch, D = $dim, kappa = $hardest, beta = $beta", (sizes) => {
    const { heads, batch, dim, hidden, hardest, beta } = sizes;
    const limits = { lower: 0.1, upper: 1.5 };
    checkLoss({
      values: { ...embeddings(heads, batch, dim), ...networkParameters(dim, hidden) },
      loss: (values) =>
        amclInfoNce(values['z0']!, values['z1']!, { temperature: pairNetwork(values, limits), beta, hardest }),
      oracle: (values) => oracle(values, limits, { beta, hardest }),
    });
  });

  it('is 0 where every positive is its own hardest candidate, whatever the temperatures', () => {
    tf.tidy(() => {
      const z = toTensor(normals('z', [2, 4, 6]));
      const temperature = (products: tf.Tensor2D) => tf.add<tf.Tensor1D>(tf.sum(tf.abs(products), 1), 0.1);
      expect(amclInfoNce(z, z, { temperature, beta: 0.3, hardest: 1 }).loss.dataSync()[0]).toBeCloseTo(0, 5);
    });
  });

  it('is the loss of equation 2.1 where no positive is hard enough', () => {
    tf.tidy(() => {
      const z = normals('z', [1, 3, 4]);
      const [z0, z1] = [toTensor(z), tf.neg(toTensor(z))];
      // Of four negatives at least one is nearer than the opposite.
      const options = { temperature: constantTemperature(0.4), beta: 0.1, hardest: 1 };
      const [nce, simclr] = [amclInfoNce, amclSimclr].map((loss) => loss(z0, z1, options).loss.dataSync()[0] ?? NaN);
      expect(nce).toBe(simclr);
    });
  });

  it('has shapes [C, 2B] and [C, 2B, kappa] for its statistics', () => {
    tf.tidy(() => {
      const { statistics } = amclInfoNce(tf.ones([2, 3, 4]), tf.ones([2, 3, 4]), { ...OPTIONS, hardest: 5 });
      expect(Object.fromEntries(Object.entries(statistics).map(([name, { shape }]) => [name, shape]))).toEqual({
        positiveSimilarity: [2, 6],
        positiveTemperature: [2, 6],
        negativeSimilarity: [2, 6, 5],
        negativeTemperature: [2, 6, 5],
      });
    });
  });

  it('leaves its loss and statistics, and none but the gradients', () => {
    const { z0, z1 } = embeddings(2, 3, 4);
    checkLeaks({ z0: toTensor(z0), z1: toTensor(z1) }, ({ z0, z1 }) => amclInfoNce(z0!, z1!, OPTIONS));
  });

  const call = (options: ContrastOptions) => amclInfoNce(tf.ones([1, 3, 4]), tf.ones([1, 3, 4]), options);
  refuses([
    ['a rank of 2', () => amclInfoNce(tf.ones([3, 4]), tf.ones([3, 4]), OPTIONS), 'for z0, z1 of amclInfoNce but'],
    [
      'other shapes',
      () => amclInfoNce(tf.ones([1, 3, 4]), tf.ones([1, 2, 4]), OPTIONS),
      'received [1, 3, 4], [1, 2, 4]',
    ],
    ...badContrastOptions('amclInfoNce', { candidates: 5, meaning: 'negatives and the positive' }, call),
  ]);
});
