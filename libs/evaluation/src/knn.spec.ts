import { openEngine } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { knnScores } from './knn-scores';
import { knnTop1 } from './knn-top1';
import { rankClasses } from './rank-classes';

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('knnScores', () => {
  it.each(casesOf('knn'))('ranks the classes as lightly does in $name', (parityCase) => {
    const { feature, bank, labels } = parityCase.in;
    const { classes, k, temperature } = parityCase.params as { classes: number; k: number; temperature: number };
    const scores = knnScores(matrix(feature!), matrix(bank!), Int32Array.from(labels!.data), {
      classes,
      k,
      temperature,
    });
    const want = parityCase.out['pred']!.data;
    parityCase.aux['valid']!.data.forEach((valid, row) => {
      const ranked = rankClasses(scores.subarray(row * classes, (row + 1) * classes));
      expect(ranked.slice(0, valid)).toEqual([...want.slice(row * classes, row * classes + valid)]);
    });
    const top1 = Array.from(
      { length: feature!.shape[0]! },
      (_, row) => rankClasses(scores.subarray(row * classes, (row + 1) * classes))[0]!,
    );
    expect(mismatch(parityCase, 'out', 'top1', top1)).toBeNull();
  });

  it('counts votes of exp(s / temperature), relative to the nearest', () => {
    const features = tf.tensor2d([[1, 0]]);
    const bank = tf.tensor2d([
      [1, 0],
      [0.6, 0.8],
      [0, 1],
      [-1, 0],
    ]);
    const scores = knnScores(features, bank, Int32Array.of(0, 1, 1, 2), { classes: 3, k: 3, temperature: 0.5 });
    expect(scores[0]).toBeCloseTo(1, 6);
    expect(scores[1]).toBeCloseTo(Math.exp(-0.8) + Math.exp(-2), 6);
    expect(scores[2]).toBe(0);
  });

  it('does not overflow where exp(1 / temperature) would', () => {
    const unit = tf.tensor2d([[1, 0]]);
    const scores = knnScores(unit, unit, Int32Array.of(1), { classes: 2, k: 1, temperature: 1e-4 });
    expect([...scores]).toEqual([0, 1]);
  });

  it.each([0, 1.5, 3])('rejects k = %s of a bank of 2 rows', (k) => {
    const unit = tf.tensor2d([[1], [1]]);
    const options = { classes: 1, k, temperature: 0.1 };
    expect(() => knnScores(unit, unit, Int32Array.of(0, 0), options)).toThrow(/whole number of 1 to 2.* but received/);
  });
});

describe('knnTop1', () => {
  it('is the share of the right votes, of features of any length', () => {
    const train = { features: Float32Array.of(5, 0, 9, 1, 0, 0.1, 0.2, 7), labels: Int32Array.of(0, 0, 1, 1) };
    const test = { features: Float32Array.of(1, 0.1, 0, 3, 2, 1, 8, 1), labels: Int32Array.of(0, 1, 1, 0) };
    expect(knnTop1(train, test, { classes: 2, k: 2, temperature: 0.1 })).toBe(75);
  });

  it('is that of a double loop over all pairs', () => {
    const [rows, bankRows, dimension, classes] = [9, 70, 3, 4];
    const random = randomStream(1, 'test');
    const set = (count: number) => ({
      features: Float32Array.from({ length: count * dimension }, () => random.normal()),
      labels: Int32Array.from({ length: count }, () => random.integer(classes)),
    });
    const [train, test] = [set(bankRows), set(rows)];
    const unit = ({ features }: { features: Float32Array }, row: number) => {
      const values = [...features.subarray(row * dimension, (row + 1) * dimension)];
      const norm = Math.hypot(...values);
      return values.map((value) => value / norm);
    };
    let right = 0;
    for (let row = 0; row < rows; row++) {
      const near = Array.from({ length: bankRows }, (_, other) => ({
        similarity: unit(train, other).reduce((sum, value, i) => sum + value * unit(test, row)[i]!, 0),
        label: train.labels[other]!,
      }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, 5);
      const votes = new Array<number>(classes).fill(0);
      for (const { similarity, label } of near) votes[label]! += Math.exp(similarity / 0.2);
      if (votes.indexOf(Math.max(...votes)) === test.labels[row]) right += 1;
    }
    expect(knnTop1(train, test, { classes, k: 5, temperature: 0.2 })).toBeCloseTo((100 * right) / rows, 10);
  });

  it('leaves no tensor behind, and names a set of the wrong length', () => {
    const set = { features: new Float32Array(6).fill(1), labels: Int32Array.of(0, 1) };
    const options = { classes: 2, k: 1, temperature: 0.1 };
    const before = tf.memory().numTensors;
    knnTop1(set, set, options);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => knnTop1(set, { ...set, labels: Int32Array.of(0, 1, 1, 1) }, options)).toThrow(
      /for test .* 6 numbers and 4 labels/,
    );
  });
});

function matrix({ data, shape }: { data: ArrayLike<number>; shape: readonly number[] }): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), [shape[0]!, shape[1]!]);
}
