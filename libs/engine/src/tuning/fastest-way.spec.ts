import { describe, expect, it } from 'vitest';
import { bestTimes, fastestWay } from './fastest-way';

describe('bestTimes', () => {
  it('warms each way up, then runs them in turns, and takes the best of each', () => {
    let now = 0;
    const order: string[] = [];
    const way =
      (name: string, ...times: number[]) =>
      () => {
        order.push(name);
        now += times.shift() ?? NaN;
      };
    const runs = { a: way('a', 900, 5, 3, 4), b: way('b', 800, 2, 7, 7) };
    expect(bestTimes(runs, () => now)).toEqual({ a: 3, b: 2 });
    expect(order.join('')).toBe('abababab');
  });

  it('runs a way no more whose first run took far longer than another', () => {
    let now = 0;
    const way =
      (...times: number[]) =>
      () =>
        (now += times.shift() ?? NaN);
    const runs = { a: way(10, 5, 5, 5), b: way(30, 4, 4, 4), c: way(31) };
    expect(bestTimes(runs, () => now)).toEqual({ a: 5, b: 4, c: 31 });
  });
});

describe('fastestWay', () => {
  it.each([
    [{ first: 10, other: 8, third: 9 }, 'other'],
    [{ first: 10, other: 9.7, third: 9.6 }, 'first'],
    [{ first: 10, other: 9, third: 8.9 }, 'third'],
    [{ first: 1, other: 2, third: 3 }, 'first'],
  ])('of %j is %s', (milliseconds, way) => {
    expect(fastestWay(milliseconds, ['first', 'other', 'third'])).toBe(way);
  });
});
