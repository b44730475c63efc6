import { openEngine } from '@amcl/engine';
import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { similarityHistograms } from './similarity-histograms';

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('similarityHistograms', () => {
  it('puts two images at right angles, each with two like views, into the bins of 1 and 0', () => {
    const views = Float32Array.of(3, 0, 0, 2);
    const { edges, positive, negative, overlap } = similarityHistograms(views, views, 2, 4);
    expect(edges).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(positive).toEqual([0, 0, 0, 1]);
    expect(negative).toEqual([0, 0, 1, 0]);
    expect(overlap).toBe(0);
  });

  it('overlaps wholly when all views are alike', () => {
    const views = new Float32Array(6).fill(0.3);
    expect(similarityHistograms(views, views, 3, 10)).toMatchObject({ overlap: 1 });
  });

  it('counts each pair of views once: the shares are those of a loop over all pairs', () => {
    const [images, dimension, bins] = [7, 3, 5];
    const random = randomStream(1, 'test');
    const [first, second] = [0, 1].map(() =>
      Float32Array.from({ length: images * dimension }, () => random.normal()),
    ) as [Float32Array, Float32Array];
    const row = (view: Float32Array, image: number) => [...view.subarray(image * dimension, (image + 1) * dimension)];
    const cosine = (a: number[], b: number[]) =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);
    const counts = { positive: new Array<number>(bins).fill(0), negative: new Array<number>(bins).fill(0) };
    const views = [first, second].flatMap((view) =>
      Array.from({ length: images }, (_, image) => ({ image, values: row(view, image) })),
    );
    views.forEach((a, i) =>
      views.slice(i + 1).forEach((b) => {
        const bin = Math.floor(((cosine(a.values, b.values) + 1) / 2) * bins);
        counts[a.image === b.image ? 'positive' : 'negative'][bin]! += 1;
      }),
    );
    const found = similarityHistograms(first, second, images, bins);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(counts.negative)).toBe(2 * images * (images - 1));
    expect(found.positive).toEqual(counts.positive.map((count) => count / images));
    expect(found.negative).toEqual(counts.negative.map((count) => count / sum(counts.negative)));
    expect(sum(found.negative)).toBeCloseTo(1, 10);
  });

  it('leaves no tensor, and rejects one image and NaN', () => {
    const before = tf.memory().numTensors;
    similarityHistograms(Float32Array.of(1, 2), Float32Array.of(1, 2), 2, 3);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => similarityHistograms(Float32Array.of(1), Float32Array.of(1), 1, 3)).toThrow(/n >= 2/);
    expect(() => similarityHistograms(Float32Array.of(NaN, 1), Float32Array.of(1, 1), 2, 3)).toThrow(/NaN/);
  });
});
