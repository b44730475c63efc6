import { openEngine, valueAndGradients } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { amclMoco } from './amcl-moco';
import type { ContrastOptions } from './contrastive-term';
import { checkLeaks } from '../testing/check-leaks';
import { checkLoss } from '../testing/check-loss';
import { checkParity } from '../testing/check-parity';
import { normals, rowsByHead, toTensor, type Doubles, type DoublesMap } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';
import { contrastOracle, temperatureOracle, type Limits } from '../testing/oracle';
import { badContrastOptions, constantTemperature, OPTIONS, refuses } from '../testing/refusals';
import { networkParameters, pairNetwork } from '../testing/temperature-network';

/** Equation 2.1 with MoCo's negatives: query i against key i and all of its head's bank. */
function oracle(values: DoublesMap, limits: Limits, options: { beta: number; hardest: number }) {
  const [keys, banks] = [rowsByHead(values['k']), rowsByHead(values['bank'])];
  const heads = rowsByHead(values['q']).map((queries, head) =>
    queries.map((anchor, i) => ({ anchor, positive: keys[head]?.[i] ?? [], candidates: banks[head] ?? [] })),
  );
  return contrastOracle(heads, temperatureOracle(values, limits), options);
}

/** Rows of length 1, as near as float32 comes. */
function unit(x: Doubles): Doubles {
  const rows = rowsByHead(x).flat();
  const data = rows.flatMap((row) => Array.from(row, (value) => Math.fround(value / Math.hypot(...Array.from(row)))));
  return { shape: x.shape, data: Float64Array.from(data) };
}

const embeddings = (heads: number, batch: number, dim: number, size: number) => ({
  q: normals('q', [heads, batch, dim]),
  k: normals('k', [heads, batch, dim]),
  bank: unit(normals('bank', [heads, size, dim])),
});

eachBackend('amclMoco', () => {
  it.each(casesOf('amcl_moco'))('is equal to PyTorch in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: (values, { lower = NaN, upper = NaN, beta = NaN, topK = NaN }) => {
        const temperature = pairNetwork(values, { lower, upper });
        return amclMoco(values['q']!, values['k']!, values['bank']!, { temperature, beta, hardest: topK });
      },
      outputs: ({ positiveTemperature, negativeTemperature }) => ({
        tau_pos: positiveTemperature,
        tau_neg: negativeTemperature!,
      }),
    });
  });
});

describe('amclMoco', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { heads: 1, batch: 1, dim: 3, size: 1, hidden: 2, hardest: 1, beta: 0.1 },
    { heads: 2, batch: 3, dim: 2, size: 4, hidden: 3, hardest: 1, beta: 0 },
    { heads: 1, batch: 2, dim: 5, size: 7, hidden: 4, hardest: 7, beta: 0.1 },
    { heads: 3, batch: 4, dim: 4, size: 6, hidden: 3, hardest: 2, beta: 1 },
  ])(
    "is the paper's sum: $heads heads, B = $batch, D = $dim, K = $size, kappa = $hardest, beta = $beta",
    ({ heads, batch, dim, size, hidden, hardest, beta }) => {
      const limits = { lower: 0.1, upper: 1.5 };
      checkLoss({
        values: { ...embeddings(heads, batch, dim, size), ...networkParameters(dim, hidden) },
        constants: ['k', 'bank'],
        loss: ({ q, k, bank, ...network }) =>
          amclMoco(q!, k!, bank!, { temperature: pairNetwork(network, limits), beta, hardest }),
        oracle: (values) => oracle(values, limits, { beta, hardest }),
      });
    },
  );

  it.each(['k', 'bank'])('gives %s no gradient, neither through similarity nor through temperature', (name) => {
    tf.tidy(() => {
      const values = Object.fromEntries(
        Object.entries(embeddings(2, 3, 4, 5)).map(([key, value]) => [key, toTensor(value)]),
      );
      const temperature = (products: tf.Tensor2D) => tf.add<tf.Tensor1D>(tf.sum(tf.abs(products), 1), 0.1);
      const differentiate = () =>
        valueAndGradients(({ q, k, bank }) => ({ loss: amclMoco(q!, k!, bank!, { ...OPTIONS, temperature }).loss }), {
          ...values,
        });
      expect(differentiate).toThrow(new RegExp(`does not on: .*${name}`));
    });
  });

  it('takes the negatives of a head from its own bank', () => {
    tf.tidy(() => {
      const { q, k, bank } = embeddings(2, 3, 4, 5);
      const [first, second] = tf.unstack(toTensor(bank)) as [tf.Tensor, tf.Tensor];
      const similarity = (banks: tf.Tensor[]) =>
        amclMoco(
          toTensor(q),
          toTensor(k),
          tf.stack(banks),
          OPTIONS,
        ).statistics.negativeSimilarity?.arraySync() as number[][][];
      const [both, changed] = [similarity([first, second]), similarity([first, tf.neg(second)])];
      expect(changed[0]).toEqual(both[0]);
      expect(changed[1]).not.toEqual(both[1]);
    });
  });

  it('has shapes [C, B] and [C, B, kappa] for its statistics', () => {
    tf.tidy(() => {
      const { statistics } = amclMoco(tf.ones([2, 3, 4]), tf.ones([2, 3, 4]), tf.ones([2, 6, 4]), {
        ...OPTIONS,
        hardest: 5,
      });
      expect(Object.fromEntries(Object.entries(statistics).map(([name, { shape }]) => [name, shape]))).toEqual({
        positiveSimilarity: [2, 3],
        positiveTemperature: [2, 3],
        negativeSimilarity: [2, 3, 5],
        negativeTemperature: [2, 3, 5],
      });
    });
  });

  it('leaves its loss and statistics, and none but the gradients', () => {
    const { q, k, bank } = embeddings(2, 3, 4, 5);
    const [keys, rows] = [toTensor(k), toTensor(bank)];
    checkLeaks({ q: toTensor(q) }, ({ q }) =>
      amclMoco(q!, keys, rows, { temperature: constantTemperature(0.5), beta: 0.1, hardest: 2 }),
    );
    tf.dispose([keys, rows]);
  });

  const [q, bank] = [() => tf.ones([1, 3, 4]), () => tf.ones([1, 6, 4])];
  const call = (options: ContrastOptions) => amclMoco(q(), q(), bank(), options);
  refuses([
    ['a rank of 2', () => amclMoco(tf.ones([3, 4]), tf.ones([3, 4]), bank(), OPTIONS), 'for q, k of amclMoco but'],
    ['other keys', () => amclMoco(q(), tf.ones([1, 2, 4]), bank(), OPTIONS), 'received [1, 3, 4], [1, 2, 4]'],
    [
      'a bank of other heads',
      () => amclMoco(q(), q(), tf.ones([2, 6, 4]), OPTIONS),
      'Expected a tensor of shape [1, K, 4] for bank of amclMoco but received [2, 6, 4]',
    ],
    ['a bank of another dimension', () => amclMoco(q(), q(), tf.ones([1, 6, 3]), OPTIONS), 'received [1, 6, 3]'],
    ['a bank of one head', () => amclMoco(q(), q(), tf.ones([6, 4]), OPTIONS), 'received [6, 4]'],
    ...badContrastOptions('amclMoco', { candidates: 6, meaning: 'keys in the bank' }, call),
  ]);
});
