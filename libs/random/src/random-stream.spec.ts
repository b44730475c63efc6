import { describe, expect, it } from 'vitest';
import { permutation, randomStream } from './index';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('randomStream', () => {
  it('gives the same numbers for the same key, whoever drew before', () => {
    const first = randomStream(1, 'view', 2, 3, 4);
    const numbers = draw(10, () => first.uint32());
    const other = randomStream(1, 'view', 2, 3, 5);
    draw(7, () => other.uint32());
    const again = randomStream(1, 'view', 2, 3, 4);
    expect(draw(10, () => again.uint32())).toEqual(numbers);
  });

  it('gives other numbers when any part of the key differs', () => {
    const keys: Parameters<typeof randomStream>[] = [
      [1, 'view', 2, 3, 4],
      [2, 'view', 2, 3, 4],
      [1, 'shuffle', 2, 3, 4],
      [1, 'view', 3, 3, 4],
      [1, 'view', 2, 4, 4],
      [1, 'view', 2, 3, 5],
    ];
    expect(new Set(keys.map((key) => randomStream(...key).uint32())).size).toBe(keys.length);
  });

  it('is the Philox block of the documented key and counter', () => {
    const stream = randomStream(0, '');
    const [first] = draw(8, () => stream.uint32());
    // FNV-1a of '' is 0x811c9dc5; the number was computed with Random123's definition in BigInt.
    expect(first).toBe(0xe3c9221);
  });

  it('has uniform numbers in the interval, with its mean and variance', () => {
    const stream = randomStream(7, 'test');
    const numbers = draw(20_000, () => stream.uniform(-2, 6));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...numbers)).toBeLessThan(6);
    expect(mean(numbers)).toBeCloseTo(2, 1);
    expect(mean(numbers.map((value) => (value - 2) ** 2))).toBeCloseTo(64 / 12, 0);
  });

  it('has whole numbers below the bound, all about equally often', () => {
    const stream = randomStream(7, 'test');
    const counts = new Array<number>(6).fill(0);
    for (let index = 0; index < 12_000; index++) {
      const value = stream.integer(6);
      counts[value] = (counts[value] ?? Number.NaN) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('has no bias for a bound that does not divide 2^32', () => {
    const stream = randomStream(3, 'test');
    // Without rejection the lower half of 3 * 2^30 would come twice as often as the rest.
    const numbers = draw(9000, () => stream.integer(3 * 2 ** 30));
    const low = numbers.filter((value) => value < 2 ** 30).length;
    expect(Math.abs(low - 3000)).toBeLessThan(250);
  });

  it('has normal numbers of mean 0, variance 1 and the right tails', () => {
    const stream = randomStream(11, 'test');
    const numbers = draw(40_000, () => stream.normal());
    expect(mean(numbers)).toBeCloseTo(0, 1);
    expect(mean(numbers.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(numbers.filter((value) => Math.abs(value) > 1.96).length / numbers.length).toBeCloseTo(0.05, 2);
  });

  it.each([
    [-1, 0, /seed but received -1/],
    [1.5, 0, /seed but received 1.5/],
    [2 ** 32, 0, /seed but received 4294967296/],
    [1, Number.NaN, /a but received NaN/],
  ])('rejects seed %s with coordinate %s', (seed, a, message) => {
    expect(() => randomStream(seed, 'test', a)).toThrow(message);
  });

  it.each([0, -1, 2.5, 2 ** 32 + 1])('rejects the bound %s', (bound) => {
    expect(() => randomStream(1, 'test').integer(bound)).toThrow(/bound/);
  });
});

describe('permutation', () => {
  it.each([0, 1, 2, 1000])('has each of %s numbers once', (n) => {
    const order = permutation(n, randomStream(1, 'test'));
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
  });

  it('has every order about equally often', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6000; index++) {
      const order = permutation(3, randomStream(1, 'test', index)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
