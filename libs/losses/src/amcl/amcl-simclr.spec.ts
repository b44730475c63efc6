import { openEngine, type TensorMap } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { amclSimclr } from './amcl-simclr';
import type { ContrastOptions } from './contrastive-term';
import { checkLeaks } from '../testing/check-leaks';
import { checkLoss } from '../testing/check-loss';
import { checkParity } from '../testing/check-parity';
import { normals, rowsByHead, toTensor, type DoublesMap } from '../testing/doubles';
import { eachBackend } from '../testing/each-backend';
import { contrastOracle, cosine, mean, temperatureOracle, type Limits } from '../testing/oracle';
import { badContrastOptions, constantTemperature, OPTIONS, refuses } from '../testing/refusals';
import { networkParameters, pairNetwork } from '../testing/temperature-network';

/** Equation 2.1: anchor i of [z0; z1] against its positive and all embeddings of other images. */
function oracle(values: DoublesMap, limits: Limits, options: { beta: number; hardest: number }) {
  const seconds = rowsByHead(values['z1']);
  const heads = rowsByHead(values['z0']).map((first, head) => {
    const z = [...first, ...(seconds[head] ?? [])];
    return z.map((anchor, i) => ({
      anchor,
      positive: z[(i + first.length) % z.length] ?? [],
      candidates: z.filter((_, n) => n % first.length !== i % first.length),
    }));
  });
  return contrastOracle(heads, temperatureOracle(values, limits), options);
}

const embeddings = (heads: number, batch: number, dim: number) => ({
  z0: normals('z0', [heads, batch, dim]),
  z1: normals('z1', [heads, batch, dim]),
});
eachBackend('amclSimclr', () => {
  it.each(casesOf('amcl_simclr'))('is equal to PyTorch in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: (values, { lower = NaN, upper = NaN, beta = NaN, topK = NaN }) => {
        const temperature = pairNetwork(values, { lower, upper });
        return amclSimclr(values['z0']!, values['z1']!, { temperature, beta, hardest: topK });
      },
      outputs: ({ positiveTemperature, negativeTemperature }) => ({
        tau_pos: positiveTemperature,
        tau_neg: negativeTemperature!,
      }),
    });
  });
});

describe('amclSimclr', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { heads: 1, batch: 2, dim: 2, hidden: 1, hardest: 1, beta: 0 },
    { heads: 1, batch: 3, dim: 5, hidden: 4, hardest: 4, beta: 0.1 },
    { heads: 3, batch: 2, dim: 4, hidden: 6, hardest: 2, beta: 1 },
    { heads: 2, batch: 4, dim: 3, hidden: 3, hardest: 3, beta: 0.5 },
    { heads: 4, batch: 5, dim: 4, hidden: 2, hardest: 1, beta: 0.1 },
  ])("is the paper's sum: $heads heads, B = $batch, D = $dim, kappa = $hardest, beta = $beta", (sizes) => {
    const { heads, batch, dim, hidden, hardest, beta } = sizes;
    const limits = { lower: 0.1, upper: 1.5 };
    checkLoss({
      values: { ...embeddings(heads, batch, dim), ...networkParameters(dim, hidden) },
      loss: (values) =>
        amclSimclr(values['z0']!, values['z1']!, { temperature: pairNetwork(values, limits), beta, hardest }),
      oracle: (values) => oracle(values, limits, { beta, hardest }),
    });
  });

  it('has shapes [C, 2B] and [C, 2B, kappa] for its statistics, the hardest first', () => {
    tf.tidy(() => {
      const { z0, z1 } = embeddings(2, 3, 4);
      const { statistics } = amclSimclr(toTensor(z0), toTensor(z1), {
        temperature: constantTemperature(1),
        beta: 0,
        hardest: 3,
      });
      expect(statistics.positiveSimilarity.shape).toEqual([2, 6]);
      expect(statistics.positiveTemperature.shape).toEqual([2, 6]);
      expect(statistics.negativeSimilarity?.shape).toEqual([2, 6, 3]);
      expect(statistics.negativeTemperature?.shape).toEqual([2, 6, 3]);
      for (const [first, second, third] of (statistics.negativeSimilarity?.arraySync() as number[][][]).flat())
        expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => (b ?? NaN) - (a ?? NaN)));
    });
  });

  it('of one temperature for all pairs loses its regulariser: the hardest less the positives, over it', () => {
    const { z0, z1 } = embeddings(1, 4, 3);
    const [first, second] = [rowsByHead(z0)[0] ?? [], rowsByHead(z1)[0] ?? []];
    const z = [...first, ...second];
    const hardest = z.map((a, i) => Math.max(...z.filter((_, n) => n % 4 !== i % 4).map((b) => cosine(a, b))));
    const positives = first.map((a, i) => cosine(a, second[i] ?? []));
    tf.tidy(() => {
      const { loss } = amclSimclr(toTensor(z0), toTensor(z1), {
        temperature: constantTemperature(0.3),
        beta: 0.7,
        hardest: 1,
      });
      expect(loss.dataSync()[0]).toBeCloseTo((mean(hardest) - mean(positives)) / 0.3, 4);
    });
  });

  it('takes both views alike, and knows no lengths', () => {
    tf.tidy(() => {
      const [z0, z1] = Object.values(embeddings(2, 4, 3)).map(toTensor) as [tf.Tensor, tf.Tensor];
      const parameters = Object.fromEntries(
        Object.entries(networkParameters(3, 4)).map(([name, value]) => [name, toTensor(value)]),
      );
      const temperature = pairNetwork(parameters, { lower: 0.1, upper: 1 });
      const loss = (a: tf.Tensor, b: tf.Tensor) =>
        amclSimclr(a, b, { temperature, beta: 0.1, hardest: 2 }).loss.dataSync()[0] ?? NaN;
      expect(loss(z1, z0)).toBeCloseTo(loss(z0, z1), 5);
      expect(loss(tf.mul(z0, 100), z1)).toBeCloseTo(loss(z0, z1), 4);
    });
  });

  it("has no lower bound in a negative's term as temperatures near 0", () => {
    tf.tidy(() => {
      const { z0, z1 } = embeddings(1, 4, 3);
      const loss = (negative: number) => {
        // Products come as the C B positives, then the negatives.
        const temperature = ({ shape: [count] }: tf.Tensor2D) =>
          tf.concat<tf.Tensor1D>([tf.fill([4], 1), tf.fill([count - 4], negative)]);
        return amclSimclr(toTensor(z0), toTensor(z1), { temperature, beta: 2, hardest: 6 }).loss.dataSync()[0];
      };
      expect(loss(1e-3)).toBeLessThan(-1e2);
      expect(loss(1e-5)).toBeLessThan(-1e4);
    });
  });

  it('gives rows of zeros a finite loss', () => {
    tf.tidy(() => {
      const { loss } = amclSimclr(tf.zeros([1, 3, 2]), tf.ones([1, 3, 2]), {
        temperature: constantTemperature(0.5),
        beta: 0.1,
        hardest: 2,
      });
      expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
    });
  });

  it('calls the temperature function once, with B positives and the hardest of 2B anchors in each head', () => {
    tf.tidy(() => {
      const { z0, z1 } = embeddings(3, 4, 5);
      const calls: number[][] = [];
      const temperature = (products: tf.Tensor2D) => {
        calls.push(products.shape);
        return constantTemperature(1)(products);
      };
      amclSimclr(toTensor(z0), toTensor(z1), { temperature, beta: 0.1, hardest: 2 });
      expect(calls).toEqual([[3 * 4 * (1 + 2 * 2), 5]]);
    });
  });

  it('leaves its loss and statistics, and none but the gradients', () => {
    const { z0, z1 } = embeddings(2, 3, 4);
    checkLeaks({ z0: toTensor(z0), z1: toTensor(z1) }, ({ z0, z1 }: TensorMap) =>
      amclSimclr(z0!, z1!, { temperature: constantTemperature(0.5), beta: 0.1, hardest: 2 }),
    );
  });

  const call = (options: ContrastOptions) => amclSimclr(tf.ones([1, 3, 4]), tf.ones([1, 3, 4]), options);
  refuses([
    [
      'a rank of 2',
      () => amclSimclr(tf.ones([3, 4]), tf.ones([3, 4]), OPTIONS),
      'Expected tensors of one shape [C, B, D] for z0, z1 of amclSimclr but received [3, 4], [3, 4]',
    ],
    [
      'other shapes',
      () => amclSimclr(tf.ones([1, 3, 4]), tf.ones([2, 3, 4]), OPTIONS),
      'received [1, 3, 4], [2, 3, 4]',
    ],
    ['one image', () => amclSimclr(tf.ones([1, 1, 4]), tf.ones([1, 1, 4]), OPTIONS), /batch of at least 2.*received 1/],
    ...badContrastOptions('amclSimclr', { candidates: 4, meaning: 'negatives' }, call),
  ]);
});
