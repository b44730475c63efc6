import { openEngine } from '@amcl/engine';
import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { alignment } from './alignment';
import { uniformity } from './uniformity';

beforeAll(() => openEngine({ backend: 'cpu' }));

const random = randomStream(1, 'test');
const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());

/** The definitions of arXiv 2005.10242, section 4.1, as they are written, in float64. */
function reference(first: Float32Array, second: Float32Array, images: number) {
  const dimension = first.length / images;
  const unit = (view: Float32Array, image: number) => {
    const row = [...view.subarray(image * dimension, (image + 1) * dimension)];
    return row.map((value) => value / Math.hypot(...row));
  };
  const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, i) => value - b[i]!));
  let near = 0;
  for (let image = 0; image < images; image++) near += distance(unit(first, image), unit(second, image)) ** 2;
  const potential = (view: Float32Array) => {
    let [sum, pairs] = [0, 0];
    for (let a = 0; a < images; a++)
      for (let b = 0; b < images; b++) {
        if (a === b) continue;
        sum += Math.exp(-2 * distance(unit(view, a), unit(view, b)) ** 2);
        pairs += 1;
      }
    return Math.log(sum / pairs);
  };
  return { alignment: near / images, uniformity: (potential(first) + potential(second)) / 2 };
}

describe('alignment and uniformity', () => {
  it.each([
    [2, 2],
    [5, 3],
    [40, 16],
  ])('are the definitions, of %i images in %i dimensions', (images, dimension) => {
    const [first, second] = [normals(images * dimension), normals(images * dimension)];
    const want = reference(first, second, images);
    expect(alignment(first, second, images)).toBeCloseTo(want.alignment, 6);
    expect(uniformity(first, second, images)).toBeCloseTo(want.uniformity, 6);
  });

  it('are 0 for one point', () => {
    const views = new Float32Array(12).fill(0.3);
    expect(alignment(views, views, 4)).toBe(0);
    expect(uniformity(views, views, 4)).toBeCloseTo(0, 6);
  });

  it('are 4 and -8 for opposite points, 2 and -4 for right angles, whatever the length', () => {
    const opposite = Float32Array.of(3, 0, -0.5, 0);
    const turned = Float32Array.of(-1, 0, 7, 0);
    expect(alignment(opposite, turned, 2)).toBeCloseTo(4, 6);
    expect(uniformity(opposite, opposite, 2)).toBeCloseTo(-8, 6);
    const axes = Float32Array.of(2, 0, 0, 0, 5, 0, 0, 0, 1);
    const shifted = Float32Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0);
    expect(alignment(axes, shifted, 3)).toBeCloseTo(2, 6);
    expect(uniformity(axes, shifted, 3)).toBeCloseTo(-4, 6);
  });

  it('are the integral over the circle for points that are even on it', () => {
    const images = 64;
    const circle = (turn: number) =>
      Float32Array.from({ length: 2 * images }, (_, at) => {
        const angle = (2 * Math.PI * (Math.floor(at / 2) + turn)) / images;
        return at % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
      });
    // The mean of exp(-4 (1 - cos)) over all angles is exp(-4) I0(4), of which each point is itself one of n.
    const besselI0Of4 = 11.301921952136331;
    const mean = (images * Math.exp(-4) * besselI0Of4 - 1) / (images - 1);
    expect(uniformity(circle(0), circle(0.3), images)).toBeCloseTo(Math.log(mean), 5);
    expect(alignment(circle(0), circle(1), images)).toBeCloseTo(2 - 2 * Math.cos((2 * Math.PI) / images), 6);
  });

  it('tell views apart that are nearer than a rounding of their similarity', () => {
    const first = Float32Array.of(1, 0, 0, 1);
    const second = Float32Array.of(1, 1e-4, 1e-4, 1);
    expect(alignment(first, second, 2) / 1e-8).toBeCloseTo(1, 4);
  });

  it('average the two views', () => {
    const [one, other] = [normals(30), normals(30)];
    const mean = (uniformity(one, one, 10) + uniformity(other, other, 10)) / 2;
    expect(uniformity(one, other, 10)).toBeCloseTo(mean, 10);
    expect(uniformity(one, one, 10)).not.toBeCloseTo(uniformity(other, other, 10), 3);
  });

  it.each([alignment, uniformity])('%o leaves no tensor, and rejects NaN, one image, and other lengths', (measure) => {
    const before = tf.memory().numTensors;
    measure(Float32Array.of(1, 2), Float32Array.of(1, 2), 2);
    expect(() => measure(Float32Array.of(NaN, 1), Float32Array.of(1, 1), 2)).toThrow(/NaN/);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => measure(Float32Array.of(1), Float32Array.of(1), 1)).toThrow(/n >= 2/);
    expect(() => measure(new Float32Array(4), new Float32Array(6), 2)).toThrow(/4 and 6 numbers for 2 images/);
  });
});
