import { openEngine } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { barlowTwins } from './barlow-twins';
import { checkLeaks } from './testing/check-leaks';
import { checkLoss } from './testing/check-loss';
import { checkParity } from './testing/check-parity';
import { normals, rowsOf, type DoublesMap } from './testing/doubles';
import { eachBackend } from './testing/each-backend';
import { mean, type OracleValue } from './testing/oracle';
import { refuses } from './testing/refusals';

/** Column l of the rows, with mean 0 and biased variance 1 over the batch. */
function column(rows: readonly ArrayLike<number>[], l: number): number[] {
  const values = rows.map((row) => row[l] ?? NaN);
  const centre = mean(values);
  const variance = mean(values.map((value) => (value - centre) ** 2));
  return values.map((value) => (value - centre) / Math.sqrt(variance + 1e-5));
}

/** Equations 1 and 2 of arXiv 2103.03230, entry by entry. */
function oracle(values: DoublesMap, lambda: number): OracleValue {
  const [z0, z1] = [rowsOf(values['z0']), rowsOf(values['z1'])];
  const dim = z0[0]?.length ?? 0;
  const positiveSimilarity: number[] = [];
  const negativeSimilarity: number[] = [];
  let loss = 0;
  for (let l = 0; l < dim; l++) {
    let largest = -Infinity;
    for (let m = 0; m < dim; m++) {
      const [u, v] = [column(z0, l), column(z1, m)];
      const entry = mean(u.map((value, b) => value * (v[b] ?? NaN)));
      loss += l === m ? (1 - entry) ** 2 : lambda * entry ** 2;
      if (l === m) positiveSimilarity.push(entry);
      else largest = Math.max(largest, entry);
    }
    if (dim > 1) negativeSimilarity.push(largest);
  }
  return { loss, statistics: { positiveSimilarity, ...(dim > 1 ? { negativeSimilarity } : {}) } };
}

eachBackend('barlowTwins', () => {
  it.each(casesOf('barlow_twins'))('is equal to lightly in $name', (parityCase) => {
    checkParity(parityCase, { loss: ({ z0, z1 }, { lambda = NaN }) => barlowTwins(z0!, z1!, { lambda }) });
  });
});

describe('barlowTwins', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { batch: 3, dim: 1, lambda: 0.5 },
    { batch: 4, dim: 3, lambda: 5e-3 },
    { batch: 9, dim: 5, lambda: 1 },
  ])("is the paper's sum: %o", ({ batch, dim, lambda }) => {
    checkLoss({
      values: { z0: normals('z0', [batch, dim]), z1: normals('z1', [batch, dim]) },
      loss: ({ z0, z1 }) => barlowTwins(z0!, z1!, { lambda }),
      oracle: (values) => oracle(values, lambda),
    });
  });

  it('knows neither shift nor scale of a dimension', () => {
    tf.tidy(() => {
      const [z0, z1] = [tf.randomNormal([8, 4], 0, 1, 'float32', 1), tf.randomNormal([8, 4], 0, 1, 'float32', 2)];
      const valueOf = (x: tf.Tensor) => barlowTwins(x, z1, { lambda: 0.1 }).loss.dataSync()[0] ?? NaN;
      expect(valueOf(tf.add(tf.mul(z0, [1, 5, 100, 1000]), [0, 3, -3, 10]))).toBeCloseTo(valueOf(z0), 3);
    });
  });

  it('leaves no tensor but loss and statistics, and the gradients', () => {
    checkLeaks({ z0: tf.randomNormal([4, 3]), z1: tf.randomNormal([4, 3]) }, ({ z0, z1 }) =>
      barlowTwins(z0!, z1!, { lambda: 0.1 }),
    );
  });

  refuses([
    [
      'other batch sizes',
      () => barlowTwins(tf.ones([2, 3]), tf.ones([3, 3]), { lambda: 1 }),
      'Expected tensors of one shape [B, D] for z0 and z1 of barlowTwins but received [2, 3] and [3, 3]',
    ],
    [
      'a lambda of 0',
      () => barlowTwins(tf.ones([2, 3]), tf.ones([2, 3]), { lambda: 0 }),
      'Expected a number above 0 for lambda of barlowTwins but received 0',
    ],
  ]);
});
