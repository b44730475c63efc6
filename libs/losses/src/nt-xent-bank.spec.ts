import { openEngine, valueAndGradients } from '@amcl/engine';
import { casesOf } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ntXentBank } from './nt-xent-bank';
import { checkLeaks } from './testing/check-leaks';
import { checkLoss } from './testing/check-loss';
import { checkParity } from './testing/check-parity';
import { normals, rowsOf, type DoublesMap } from './testing/doubles';
import { eachBackend } from './testing/each-backend';
import { cosine, mean, numbers, type OracleValue } from './testing/oracle';
import { refuses } from './testing/refusals';

/** Equation 1 of arXiv 1911.05722, term by term. */
function oracle(values: DoublesMap, temperature: number): OracleValue {
  const [q, k, bank] = [rowsOf(values['q']), rowsOf(values['k']), rowsOf(values['bank'])];
  const positiveSimilarity = q.map((query, i) => cosine(query, k[i] ?? []));
  const negativeSimilarity = q.map((query) => Math.max(...bank.map((key) => cosine(query, key))));
  const losses = q.map((query, i) => {
    const positive = Math.exp((positiveSimilarity[i] ?? NaN) / temperature);
    let denominator = positive;
    for (const key of bank) denominator += Math.exp(cosine(query, key) / temperature);
    return -Math.log(positive / denominator);
  });
  return { loss: mean(losses), statistics: { positiveSimilarity, negativeSimilarity } };
}

/** With unit rows in the bank. */
function values(batch: number, size: number, dim: number): DoublesMap {
  const bank = normals('bank', [size, dim]);
  const rows = rowsOf(bank).flatMap((row) => {
    const length = Math.hypot(...numbers(row));
    return numbers(row).map((value) => value / length);
  });
  return {
    q: normals('q', [batch, dim]),
    k: normals('k', [batch, dim]),
    bank: { shape: bank.shape, data: Float64Array.from(rows) },
  };
}

eachBackend('ntXentBank', () => {
  it.each(casesOf('nt_xent_bank'))('is equal to lightly in $name', (parityCase) => {
    checkParity(parityCase, {
      loss: ({ q, k, bank }, { temperature = NaN }) => ntXentBank(q!, k!, bank!, { temperature }),
    });
  });
});

describe('ntXentBank', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each([
    { batch: 1, size: 1, dim: 2, temperature: 0.1 },
    { batch: 3, size: 7, dim: 4, temperature: 0.5 },
    { batch: 8, size: 5, dim: 3, temperature: 2 },
  ])("is the paper's sum: %o", ({ batch, size, dim, temperature }) => {
    checkLoss({
      values: values(batch, size, dim),
      constants: ['k', 'bank'],
      loss: ({ q, k, bank }) => ntXentBank(q!, k!, bank!, { temperature }),
      oracle: (all) => oracle(all, temperature),
    });
  });

  it('gives keys and bank no gradient', () => {
    tf.tidy(() => {
      const [q, k, bank] = [tf.randomNormal([3, 4]), tf.randomNormal([3, 4]), tf.randomNormal([5, 4])];
      const by = (moving: Record<string, tf.Tensor>) => () =>
        valueAndGradients(
          (all) => ({
            loss: ntXentBank(all['q'] ?? q, all['k'] ?? k, all['bank'] ?? bank, { temperature: 1 }).loss,
          }),
          moving,
        );
      expect(by({ q, k })).toThrow(/it does not on: k/);
      expect(by({ q, bank })).toThrow(/it does not on: bank/);
    });
  });

  it('leaves no tensor but loss and statistics, and the gradients', () => {
    const [bank, keys] = [tf.randomNormal([5, 3]), tf.randomNormal([4, 3])];
    checkLeaks({ q: tf.randomNormal([4, 3]) }, ({ q }) => ntXentBank(q!, keys, bank, { temperature: 0.5 }));
    tf.dispose([bank, keys]);
  });

  const ones = (...shape: number[]) => tf.ones(shape);
  refuses([
    [
      'keys of another batch',
      () => ntXentBank(ones(2, 3), ones(3, 3), ones(4, 3), { temperature: 1 }),
      'Expected tensors of one shape [B, D] for q and k of ntXentBank but received [2, 3] and [3, 3]',
    ],
    [
      'a bank of another size',
      () => ntXentBank(ones(2, 3), ones(2, 3), ones(4, 2), { temperature: 1 }),
      'Expected a tensor of shape [K, 3] for bank of ntXentBank but received [4, 2]',
    ],
    [
      'a temperature below 0',
      () => ntXentBank(ones(2, 3), ones(2, 3), ones(4, 3), { temperature: -1 }),
      'Expected a number above 0 for temperature of ntXentBank but received -1',
    ],
  ]);
});
