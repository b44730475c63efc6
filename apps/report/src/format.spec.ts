import { describe, expect, it } from 'vitest';
import { flatten } from '@amcl/runs';
import { points, whole } from './format';

describe('points', () => {
  it.each([
    [3.1, '+3.10'],
    [-0.2, '−0.20'],
    [-0.001, '0.00'],
  ])('of %f', (difference, text) => expect(points(difference)).toBe(text));
});

it('groups whole numbers', () => expect(whole(1234567)).toBe('1,234,567'));

it('flattens settings to paths, arrays and null as values', () => {
  expect(flatten({ a: { b: 1, c: [4 / 3, 1] }, d: null, e: false })).toEqual([
    ['a.b', '1'],
    ['a.c', '[1.33333, 1]'],
    ['d', 'null'],
    ['e', 'false'],
  ]);
});
