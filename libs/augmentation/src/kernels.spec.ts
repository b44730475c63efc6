import { randomStream } from '@amcl/random';
import { describe, expect, it } from 'vitest';
import { adjustHue } from './hue';
import { gaussianBlur } from './gaussian-blur';
import { resampleTaps } from './resample-taps';

const noise = (length: number): Float64Array => {
  const random = randomStream(9, 'noise');
  return Float64Array.from({ length }, () => random.uniform());
};

describe('adjustHue', () => {
  it('takes red to green and to blue in thirds of a turn', () => {
    const pixels = Float32Array.of(1, 0, 0, 0.5, 0.5, 0.5);
    adjustHue(pixels, 1 / 3);
    [0, 1, 0, 0.5, 0.5, 0.5].forEach((value, at) => expect(pixels[at]).toBeCloseTo(value, 6));
    adjustHue(pixels, 1 / 3);
    [0, 0, 1].forEach((value, at) => expect(pixels[at]).toBeCloseTo(value, 6));
  });

  it.each([0.5, -0.5, 0.1, -0.01])('is undone by the opposite turn of %s', (turn) => {
    const pixels = noise(3000);
    adjustHue(pixels, turn);
    adjustHue(pixels, -turn);
    noise(3000).forEach((value, at) => expect(pixels[at]).toBeCloseTo(value, 5));
  });
});

describe('gaussianBlur', () => {
  it.each([
    [1, 1, 1],
    [5, 9, 3],
    [8, 3, 0.7],
    [8, 15, 0.4],
    [8, 15, 0.1],
  ])('is the plain double sum on a side of %s with kernel %s and sigma %s', (size, kernelSize, sigma) => {
    const pixels = noise(size * size * 3);
    gaussianBlur(size, kernelSize)(pixels, sigma);
    const expected = plainBlur(noise(size * size * 3), size, kernelSize, sigma);
    expected.forEach((value, at) => expect(pixels[at]).toBeCloseTo(value, 8));
  });
});

/** torchvision's definition: a two-dimensional kernel over the reflected image. */
function plainBlur(pixels: Float64Array, size: number, kernelSize: number, sigma: number): number[] {
  const radius = (kernelSize - 1) / 2;
  const mirror = (index: number): number => (index < 0 ? -index : index > size - 1 ? 2 * (size - 1) - index : index);
  const weight = (t: number): number => Math.exp(-(t * t) / (2 * sigma * sigma));
  return Array.from(pixels, (_, at) => {
    const channel = at % 3;
    const x = ((at - channel) / 3) % size;
    const y = Math.floor(at / 3 / size);
    let sum = 0;
    let total = 0;
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++) {
        total += weight(dx) * weight(dy);
        sum += weight(dx) * weight(dy) * (pixels[(mirror(y + dy) * size + mirror(x + dx)) * 3 + channel] ?? Number.NaN);
      }
    return sum / total;
  });
}

describe('resampleTaps', () => {
  it.each([
    [1, 32],
    [2, 1],
    [7, 32],
    [32, 32],
    [500, 224],
    [3, 2],
  ])('has weights that sum to 1 and stay inside, from %s to %s', (input, output) => {
    const { taps, start, weights } = resampleTaps(input, output);
    for (let x = 0; x < output; x++) {
      const sum = weights.subarray(x * taps, (x + 1) * taps).reduce((total, weight) => total + weight, 0);
      expect(sum).toBeCloseTo(1, 12);
      expect(start[x]).toBeGreaterThanOrEqual(0);
      expect((start[x] ?? Number.NaN) + taps).toBeLessThanOrEqual(input);
    }
  });
});
