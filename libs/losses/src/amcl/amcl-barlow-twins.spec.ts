import { openEngine } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { amclBarlowTwins } from './amcl-barlow-twins';
import { checkLeaks } from '../testing/check-leaks';
import { checkLoss } from '../testing/check-loss';
import { checkParity } from '../testing/check-parity';
import { normals, rowsByHead, toTensor, type DoublesMap, type Vector } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';
import { amclOracle, mean, omegaOracle, temperatureOracle, type Limits, type OracleValue } from '../testing/oracle';
import { badBetas, refuses, type Refusal } from '../testing/refusals';
import { gridNetwork, networkParameters } from '../testing/temperature-network';

interface Weights {
  readonly beta: number;
  readonly lambda: number;
}

/** Column `l` over the batch, with mean 0 and biased variance 1. */
function column(rows: readonly Vector[], l: number): number[] {
  const values = rows.map((row) => row[l] ?? NaN);
  const centre = mean(values);
  const variance = mean(values.map((value) => (value - centre) ** 2));
  return values.map((value) => (value - centre) / Math.sqrt(variance + 1e-5));
}

/** Equation 2.3, entry by entry. */
function oracle(values: DoublesMap, limits: Limits, { beta, lambda }: Weights): OracleValue {
  const tau = temperatureOracle(values, limits);
  const seconds = rowsByHead(values['z1']);
  const [positiveSimilarity, negativeSimilarity]: [number[], number[]] = [[], []];
  const [positiveTemperatures, negativeTemperatures]: [number[][], number[][]] = [[], []];
  let loss = 0;
  rowsByHead(values['z0']).forEach((first, head) => {
    const second = seconds[head] ?? [];
    const [batch, dim] = [first.length, first[0]?.length ?? 0];
    const [positivesOfHead, negativesOfHead]: [number[], number[]] = [[], []];
    for (let l = 0; l < dim; l++)
      for (let m = 0; m < dim; m++) {
        const [u, v] = [column(first, l), column(second, m)];
        const correlation = mean(u.map((value, b) => value * (v[b] ?? NaN)));
        const temperature = tau(u, v);
        const regulariser = beta * omegaOracle(temperature, batch);
        negativeSimilarity.push(correlation);
        negativesOfHead.push(temperature);
        if (l === m) {
          loss += (1 - correlation / temperature) ** 2 + regulariser;
          positiveSimilarity.push(correlation);
          positivesOfHead.push(temperature);
        } else loss += (lambda * correlation ** 2) / temperature - regulariser;
      }
    positiveTemperatures.push(positivesOfHead);
    negativeTemperatures.push(negativesOfHead);
  });
  return amclOracle(
    loss,
    { positiveSimilarity, negativeSimilarity },
    { positiveTemperature: positiveTemperatures, negativeTemperature: negativeTemperatures },
  );
}

const embeddings = (heads: number, batch: number, dim: number) => ({
  z0: normals('z0', [heads, batch, dim]),
  z1: normals('z1', [heads, batch, dim], 3),
});
const constant = (value: number) => (a: tf.Tensor2D, b: tf.Tensor2D) =>
  tf.fill<tf.Rank.R2>([a.shape[0], b.shape[0]], value);
const OPTIONS = { temperature: constant(1), beta: 0.1, lambda: 0.02 };

eachBackend('amclBarlowTwins', () => {
  it.each(casesOf('amcl_barlow'))('is equal to PyTorch in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: ({ z0, z1, ...network }, { lower = NaN, upper = NaN, beta = NaN, lambda = NaN }) =>
        amclBarlowTwins(z0!, z1!, { temperature: gridNetwork(network, { lower, upper }), beta, lambda }),
      outputs: ({ negativeTemperature }) => ({ tau: negativeTemperature! }),
    });
  });
});

describe('amclBarlowTwins', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { heads: 1, batch: 3, dim: 1, hidden: 2, beta: 0.1, lambda: 0.1 },
    { heads: 1, batch: 4, dim: 3, hidden: 3, beta: 0, lambda: 5e-3 },
    { heads: 2, batch: 6, dim: 4, hidden: 2, beta: 0.1, lambda: 0.02 },
    { heads: 3, batch: 5, dim: 2, hidden: 4, beta: 1, lambda: 1 },
  ])("is the paper's sum: $heads heads, B = $batch, D = $dim, beta = $beta, lambda = $lambda", (sizes) => {
    const { heads, batch, dim, hidden, beta, lambda } = sizes;
    const limits = { lower: 0.1, upper: 1.5 };
    checkLoss({
      values: { ...embeddings(heads, batch, dim), ...networkParameters(batch, hidden) },
      loss: ({ z0, z1, ...network }) =>
        amclBarlowTwins(z0!, z1!, { temperature: gridNetwork(network, limits), beta, lambda }),
      oracle: (values) => oracle(values, limits, { beta, lambda }),
    });
  });

  it('is that of Barlow Twins in each head at a temperature of 1 and beta 0: equal views leave lambda its share', () => {
    tf.tidy(() => {
      const z = toTensor(normals('z', [2, 8, 3]));
      const { loss, statistics } = amclBarlowTwins(z, z, { ...OPTIONS, beta: 0 });
      const correlation = statistics.negativeSimilarity?.arraySync() as number[][][];
      const rest = correlation.flat().flatMap((row, l) => row.filter((_, m) => m !== l % 3));
      const want = 0.02 * rest.reduce((total, value) => total + value ** 2, 0);
      expect(loss.dataSync()[0]).toBeCloseTo(want, 4);
    });
  });

  it('gives the temperature function unit columns of one head at a time, as rows', () => {
    tf.tidy(() => {
      const { z0, z1 } = embeddings(2, 5, 3);
      const calls: [tf.Tensor2D, tf.Tensor2D][] = [];
      const temperature = (a: tf.Tensor2D, b: tf.Tensor2D) => {
        calls.push([tf.keep(tf.clone(a)), tf.keep(tf.clone(b))]);
        return constant(1)(a, b);
      };
      amclBarlowTwins(toTensor(z0), toTensor(z1), { ...OPTIONS, temperature });
      expect(calls.map(([a, b]) => [a.shape, b.shape])).toEqual([
        [
          [3, 5],
          [3, 5],
        ],
        [
          [3, 5],
          [3, 5],
        ],
      ]);
      const wanted = column(rowsByHead(z1)[1] ?? [], 2);
      const got = (calls[1]?.[1].arraySync() as number[][])[2] ?? [];
      got.forEach((value, b) => expect(value).toBeCloseTo((wanted[b] ?? NaN) / Math.hypot(...wanted), 5));
      tf.dispose(calls);
    });
  });

  it('gives a column without variance a finite loss', () => {
    tf.tidy(() => {
      const { loss } = amclBarlowTwins(tf.ones([1, 4, 3]), tf.ones([1, 4, 3]), OPTIONS);
      expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
    });
  });

  it('has shapes [C, D] and [C, D, D] for its statistics', () => {
    tf.tidy(() => {
      const { statistics } = amclBarlowTwins(tf.ones([2, 3, 4]), tf.ones([2, 3, 4]), OPTIONS);
      expect(Object.fromEntries(Object.entries(statistics).map(([name, { shape }]) => [name, shape]))).toEqual({
        positiveSimilarity: [2, 4],
        positiveTemperature: [2, 4],
        negativeSimilarity: [2, 4, 4],
        negativeTemperature: [2, 4, 4],
      });
    });
  });

  it('leaves its loss and statistics, and none but the gradients', () => {
    const { z0, z1 } = embeddings(2, 3, 4);
    checkLeaks({ z0: toTensor(z0), z1: toTensor(z1) }, ({ z0, z1 }) => amclBarlowTwins(z0!, z1!, OPTIONS));
  });

  const ones = () => tf.ones([1, 3, 4]);
  refuses([
    [
      'a rank of 2',
      () => amclBarlowTwins(tf.ones([3, 4]), tf.ones([3, 4]), OPTIONS),
      'of amclBarlowTwins but received [3, 4]',
    ],
    ['other shapes', () => amclBarlowTwins(ones(), tf.ones([1, 3, 5]), OPTIONS), 'received [1, 3, 4], [1, 3, 5]'],
    [
      'temperatures of another shape',
      () => amclBarlowTwins(ones(), ones(), { ...OPTIONS, temperature: () => tf.ones([4, 3]) }),
      'Expected a tensor of shape [4, 4] for what temperature returns but received [4, 3]',
    ],
    ...badBetas('amclBarlowTwins', (beta) => amclBarlowTwins(ones(), ones(), { ...OPTIONS, beta })),
    ...[0, -0.1, NaN, Infinity].map((lambda): Refusal => [
      `a lambda of ${lambda}`,
      () => amclBarlowTwins(ones(), ones(), { ...OPTIONS, lambda }),
      `Expected a number above 0 for lambda of amclBarlowTwins but received ${lambda}`,
    ]),
  ]);
});
