import { openEngine, valueAndGradients } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { amclSimsiam } from './amcl-simsiam';
import { checkLeaks } from '../testing/check-leaks';
import { checkLoss } from '../testing/check-loss';
import { checkParity } from '../testing/check-parity';
import { normals, rowsByHead, toTensor, type DoublesMap } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';
import { amclOracle, cosine, omegaOracle, temperatureOracle, type Limits, type OracleValue } from '../testing/oracle';
import { badBetas, constantTemperature, OPTIONS, refuses } from '../testing/refusals';
import { networkParameters, pairNetwork } from '../testing/temperature-network';

/** Equation 2.2, sample by sample. */
function oracle(values: DoublesMap, limits: Limits, beta: number): OracleValue {
  const tau = temperatureOracle(values, limits);
  const [p0, z1, p1, z0] = ['p0', 'z1', 'p1', 'z0'].map((name) => rowsByHead(values[name])) as [
    ReturnType<typeof rowsByHead>,
    ReturnType<typeof rowsByHead>,
    ReturnType<typeof rowsByHead>,
    ReturnType<typeof rowsByHead>,
  ];
  const positiveSimilarity: number[] = [];
  const temperatures: number[][] = [];
  let loss = 0;
  p0.forEach((_, head) => {
    const ofHead: number[] = [];
    for (const [predictions, projections] of [
      [p0, z1],
      [p1, z0],
    ] as const)
      predictions[head]?.forEach((prediction, sample, { length: batch }) => {
        const projection = projections[head]?.[sample] ?? [];
        const [similarity, temperature] = [cosine(prediction, projection), tau(prediction, projection)];
        loss += (-similarity / (2 * temperature) + beta * omegaOracle(temperature, prediction.length)) / batch;
        positiveSimilarity.push(similarity);
        ofHead.push(temperature);
      });
    temperatures.push(ofHead);
  });
  return amclOracle(loss, { positiveSimilarity }, { positiveTemperature: temperatures });
}

const NAMES = ['p0', 'z1', 'p1', 'z0'] as const;
const embeddings = (heads: number, batch: number, dim: number): DoublesMap =>
  Object.fromEntries(NAMES.map((name) => [name, normals(name, [heads, batch, dim])]));
const tensors = (heads: number, batch: number, dim: number) =>
  Object.values(embeddings(heads, batch, dim)).map(toTensor) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];

eachBackend('amclSimsiam', () => {
  it.each(casesOf('amcl_simsiam'))('is equal to PyTorch in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: ({ p0, z1, p1, z0, ...network }, { lower = NaN, upper = NaN, beta = NaN }) =>
        amclSimsiam(p0!, z1!, p1!, z0!, { temperature: pairNetwork(network, { lower, upper }), beta }),
      outputs: ({ positiveTemperature }) => {
        const [tau_a, tau_b] = tf.unstack(positiveTemperature, 1);
        return { tau_a: tau_a!, tau_b: tau_b! };
      },
    });
  });
});

describe('amclSimsiam', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { heads: 1, batch: 1, dim: 2, hidden: 1, beta: 0 },
    { heads: 1, batch: 4, dim: 5, hidden: 4, beta: 0.1 },
    { heads: 3, batch: 2, dim: 4, hidden: 3, beta: 1 },
  ])("is the paper's sum: $heads heads, B = $batch, D = $dim, beta = $beta", (sizes) => {
    const { heads, batch, dim, hidden, beta } = sizes;
    const limits = { lower: 0.1, upper: 1.5 };
    checkLoss({
      values: { ...embeddings(heads, batch, dim), ...networkParameters(dim, hidden) },
      constants: ['z0', 'z1'],
      loss: ({ p0, z1, p1, z0, ...network }) =>
        amclSimsiam(p0!, z1!, p1!, z0!, { temperature: pairNetwork(network, limits), beta }),
      oracle: (values) => oracle(values, limits, beta),
    });
  });

  it('is the number of heads times the negative cosine at a temperature of 1 and beta 0', () => {
    tf.tidy(() => {
      const { loss, statistics } = amclSimsiam(...tensors(3, 4, 5), { temperature: constantTemperature(1), beta: 0 });
      expect(loss.dataSync()[0]).toBeCloseTo(-3 * (tf.mean(statistics.positiveSimilarity).dataSync()[0] ?? NaN), 5);
    });
  });

  it.each(['z0', 'z1'])('gives %s no gradient, neither through similarity nor through temperature', (name) => {
    tf.tidy(() => {
      const values = Object.fromEntries(NAMES.map((key, at) => [key, tensors(2, 3, 4)[at] as tf.Tensor]));
      const temperature = (products: tf.Tensor2D) => tf.add<tf.Tensor1D>(tf.sum(tf.abs(products), 1), 0.1);
      const differentiate = () =>
        valueAndGradients(
          ({ p0, z1, p1, z0 }) => ({ loss: amclSimsiam(p0!, z1!, p1!, z0!, { temperature, beta: 0.1 }).loss }),
          values,
        );
      expect(differentiate).toThrow(new RegExp(`does not on: .*${name}`));
    });
  });

  it('has statistics of shape [C, 2, B], and no negatives', () => {
    tf.tidy(() => {
      const { statistics } = amclSimsiam(...tensors(3, 4, 5), OPTIONS);
      expect(Object.fromEntries(Object.entries(statistics).map(([name, { shape }]) => [name, shape]))).toEqual({
        positiveSimilarity: [3, 2, 4],
        positiveTemperature: [3, 2, 4],
      });
    });
  });

  it('leaves its loss and statistics, and none but the gradients', () => {
    const [p0, z1, p1, z0] = tensors(2, 3, 4);
    checkLeaks({ p0, p1 }, ({ p0, p1 }) => amclSimsiam(p0!, z1, p1!, z0, OPTIONS));
    tf.dispose([z0, z1]);
  });

  const ones = () => tf.ones([1, 3, 4]);
  refuses([
    [
      'other projections',
      () => amclSimsiam(ones(), ones(), ones(), tf.ones([1, 2, 4]), OPTIONS),
      'Expected tensors of one shape [C, B, D] for p0, z1, p1, z0 of amclSimsiam but received [1, 3, 4], [1, 3, 4], [1, 3, 4], [1, 2, 4]',
    ],
    [
      'a rank of 2',
      () => amclSimsiam(tf.ones([3, 4]), tf.ones([3, 4]), tf.ones([3, 4]), tf.ones([3, 4]), OPTIONS),
      'of amclSimsiam but received [3, 4]',
    ],
    [
      'temperatures of another shape',
      () => amclSimsiam(ones(), ones(), ones(), ones(), { temperature: () => tf.ones([2]), beta: 0 }),
      'Expected a tensor of shape [6] for what temperature returns but received [2]',
    ],
    ...badBetas('amclSimsiam', (beta) => amclSimsiam(ones(), ones(), ones(), ones(), { ...OPTIONS, beta })),
  ]);
});
