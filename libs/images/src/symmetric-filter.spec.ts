import { describe, expect, it } from 'vitest';
import { openSymmetricFilter } from './index';

/** Numbers that look random, and are the same everywhere. */
const numbers = (length: number): Float64Array =>
  Float64Array.from({ length }, (_, index) => ((index * 2654435761) % 4096) / 4095);

describe.each([{ portable: false }, { portable: true }])('the native filter, %o', (options) => {
  const open = (size: number) => {
    const filter = openSymmetricFilter(size, options);
    if (filter === null) throw new Error('The addon is not there. Run: npx nx run libtensorflow:provide');
    return filter;
  };

  it.each([
    [2, 2],
    [5, 5],
    [7, 2],
    [16, 3],
    [33, 12],
  ])('is, of a side of %s by %s weights, the plain sums to the bit', (size, count) => {
    const weights = numbers(count + 7).subarray(7);
    const pixels = numbers(size * size * 3);
    const expected = filtered(filtered(pixels, size, weights, 'down'), size, weights, 'across');
    open(size)(pixels, weights);
    expect(pixels).toEqual(expected);
  });

  it('refuses what does not fit', () => {
    expect(() => open(4)(numbers(4 * 4 * 3 - 1), numbers(2))).toThrow(/Expected \[size, size, 3\] doubles/);
    expect(() => open(4)(numbers(4 * 4 * 3), numbers(5))).toThrow(/at most as many weights/);
    expect(() => open(4)(new Float32Array(48) as unknown as Float64Array, numbers(2))).toThrow(TypeError);
  });
});

/** The sums of a value and its neighbours, nearest first, along an axis of the image. */
function filtered(pixels: Float64Array, size: number, weights: Float64Array, axis: 'across' | 'down'): Float64Array {
  const mirror = (index: number): number => (index < 0 ? -index : index >= size ? 2 * (size - 1) - index : index);
  return Float64Array.from(pixels, (own, place) => {
    const channel = place % 3;
    const x = ((place - channel) / 3) % size;
    const y = Math.floor(place / 3 / size);
    const neighbour = (by: number): number => {
      const [column, row] = axis === 'across' ? [mirror(x + by), y] : [x, mirror(y + by)];
      return pixels[(row * size + column) * 3 + channel]!;
    };
    let sum = weights[0]! * own;
    for (let distance = 1; distance < weights.length; distance++)
      sum += weights[distance]! * (neighbour(-distance) + neighbour(distance));
    return sum;
  });
}
