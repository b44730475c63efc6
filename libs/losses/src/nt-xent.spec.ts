import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, valueAndGradients } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { randomStream } from '@amcl/random';
import { ntXent } from './nt-xent';

beforeAll(() => openEngine({ backend: 'cpu' }));

type Rows = readonly (readonly number[])[];

function embeddings(batch: number, dim: number, seed: number): Rows {
  const random = randomStream(seed, 'embeddings', batch, dim);
  return Array.from({ length: batch }, () => Array.from({ length: dim }, () => random.normal()));
}

/** Equation 1 of arXiv 2002.05709, term by term in float64. */
function oracle(z0: Rows, z1: Rows, temperature: number): number {
  const z = [...z0, ...z1];
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
  const similarity = (i: number, j: number) => {
    const [a, b] = [z[i] ?? [], z[j] ?? []];
    return dot(a, b) / Math.sqrt(dot(a, a)) / Math.sqrt(dot(b, b));
  };
  let total = 0;
  for (let i = 0; i < z.length; i++) {
    let denominator = 0;
    for (let k = 0; k < z.length; k++) if (k !== i) denominator += Math.exp(similarity(i, k) / temperature);
    const positive = (i + z0.length) % z.length;
    total += -Math.log(Math.exp(similarity(i, positive) / temperature) / denominator);
  }
  return total / z.length;
}

const loss = (z0: Rows, z1: Rows, temperature: number): number =>
  tf.tidy(
    () => ntXent(tf.tensor2d(z0 as number[][]), tf.tensor2d(z1 as number[][]), { temperature }).dataSync()[0] ?? NaN,
  );

describe('ntXent', () => {
  for (const batch of [1, 2, 3, 8, 17])
    for (const dim of [1, 2, 16])
      it.each([0.1, 0.5, 2])(`is the paper's sum for B = ${batch}, D = ${dim}, temperature %f`, (temperature) => {
        const [z0, z1] = [embeddings(batch, dim, 1), embeddings(batch, dim, 2)];
        const want = oracle(z0, z1, temperature);
        expect(Math.abs(loss(z0, z1, temperature) - want)).toBeLessThan(1e-5 * Math.max(1, want));
      });

  it.each([1, 2, 5, 64])('is ln(2B - 1) when all embeddings are equal, B = %i', (batch) => {
    const same = Array.from({ length: batch }, () => [0.3, -2, 1]);
    expect(loss(same, same, 0.1)).toBeCloseTo(Math.log(2 * batch - 1), 4);
  });

  it('takes both views alike, and knows no lengths', () => {
    const [z0, z1] = [embeddings(6, 4, 1), embeddings(6, 4, 2)];
    expect(loss(z1, z0, 0.5)).toBeCloseTo(loss(z0, z1, 0.5), 5);
    const longer = z0.map((row) => row.map((value) => value * 100));
    expect(loss(longer, z1, 0.5)).toBeCloseTo(loss(z0, z1, 0.5), 5);
  });

  it('stays finite and right where exp(1 / temperature) is beyond float32', () => {
    const [z0, z1] = [embeddings(4, 8, 1), embeddings(4, 8, 2)];
    // float64 overflows as well at 1e-3; at 2e-3 it does not, and float32 does.
    const want = oracle(z0, z1, 2e-3);
    expect(Math.abs(loss(z0, z1, 2e-3) / want - 1)).toBeLessThan(1e-4);
  });

  it('gives a row of zeros a finite loss and gradient', () => {
    const z0 = tf.tensor2d([
      [0, 0],
      [1, 2],
    ]);
    const z1 = tf.tensor2d([
      [1, 1],
      [2, 1],
    ]);
    const { loss: value, gradients } = valueAndGradients(() => ({ loss: ntXent(z0, z1, { temperature: 0.5 }) }), {
      z0,
      z1,
    });
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    for (const gradient of Object.values(gradients)) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it.each(casesOf('nt_xent'))('is equal to lightly in $name', (parityCase) => {
    const temperature = parityCase.params['temperature'] as number;
    const [z0, z1] = ['z0', 'z1'].map((name) => {
      const { data, shape } = parityCase.in[name] ?? { data: [], shape: [] };
      return tf.tensor(data, [...shape]);
    }) as [tf.Tensor, tf.Tensor];
    const { loss: value, gradients } = valueAndGradients(
      ({ z0, z1 }) => ({ loss: ntXent(z0 as tf.Tensor, z1 as tf.Tensor, { temperature }) }),
      { z0, z1 },
    );
    expect(mismatch(parityCase, 'out', 'loss', value.dataSync())).toBeNull();
    for (const name of ['z0', 'z1'])
      expect(mismatch(parityCase, 'grad', name, (gradients[name] as tf.Tensor).dataSync())).toBeNull();
  });

  it('has the gradient of finite differences of the oracle', () => {
    const [z0, z1] = [embeddings(3, 4, 1), embeddings(3, 4, 2)];
    const maps = { z0: tf.tensor2d(z0 as number[][]), z1: tf.tensor2d(z1 as number[][]) };
    const { gradients } = valueAndGradients(
      ({ z0, z1 }) => ({ loss: ntXent(z0 as tf.Tensor, z1 as tf.Tensor, { temperature: 0.2 }) }),
      maps,
    );
    const h = 1e-5;
    const moved = (rows: Rows, row: number, column: number, by: number): Rows =>
      rows.map((values, i) => values.map((value, j) => (i === row && j === column ? value + by : value)));
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 4; column++) {
        const slope0 =
          (oracle(moved(z0, row, column, h), z1, 0.2) - oracle(moved(z0, row, column, -h), z1, 0.2)) / (2 * h);
        const slope1 =
          (oracle(z0, moved(z1, row, column, h), 0.2) - oracle(z0, moved(z1, row, column, -h), 0.2)) / (2 * h);
        expect(gradients['z0']?.dataSync()[row * 4 + column]).toBeCloseTo(slope0, 4);
        expect(gradients['z1']?.dataSync()[row * 4 + column]).toBeCloseTo(slope1, 4);
      }
  });

  it('leaves no tensor but the loss, and none but the gradients', () => {
    const [z0, z1] = [tf.randomNormal([4, 3], 0, 1, 'float32', 1), tf.randomNormal([4, 3], 0, 1, 'float32', 2)];
    const before = tf.memory().numTensors;
    const value = ntXent(z0, z1, { temperature: 0.5 });
    expect(tf.memory().numTensors).toBe(before + 1);
    value.dispose();
    const result = valueAndGradients(() => ({ loss: ntXent(z0, z1, { temperature: 0.5 }) }), { z0, z1 });
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([result.loss, result.gradients]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['other batch sizes', () => ntXent(tf.ones([2, 3]), tf.ones([3, 3]), { temperature: 1 }), /\[2, 3\] and \[3, 3\]/],
    ['a rank of 3', () => ntXent(tf.ones([2, 3, 1]), tf.ones([2, 3, 1]), { temperature: 1 }), /one shape \[B, D\]/],
    [
      'a temperature of 0',
      () => ntXent(tf.ones([2, 3]), tf.ones([2, 3]), { temperature: 0 }),
      /above 0 for temperature .* received 0/,
    ],
    ['a temperature of NaN', () => ntXent(tf.ones([2, 3]), tf.ones([2, 3]), { temperature: NaN }), /received NaN/],
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
