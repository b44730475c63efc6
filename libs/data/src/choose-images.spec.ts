import { randomStream } from '@amcl/random';
import { describe, expect, it } from 'vitest';
import { chooseImages, type Choice } from './choose-images';

const labels = Uint8Array.from({ length: 300 }, (_, index) => (index * 7 + (index >> 3)) % 3);
const smallest = Math.min(...[0, 1, 2].map((label) => labels.filter((other) => other === label).length));
const seeded = (seed: number) => (label: number) => randomStream(seed, 'limit', label);
const from = Uint32Array.from(labels.keys());
const choose = (changes: Partial<Choice>): number[] => [
  ...chooseImages({ from, labels, classes: 3, count: 30, field: 'dataset.holdOut', randomOf: seeded(1), ...changes }),
];

describe('chooseImages', () => {
  it('takes equally many of each class, ascending', () => {
    const chosen = choose({});
    expect(chosen).toHaveLength(30);
    for (const label of [0, 1, 2]) expect(chosen.filter((index) => labels[index] === label)).toHaveLength(10);
    expect(new Set(chosen).size).toBe(30);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
  });

  it('takes none that it was not given', () => {
    const even = from.filter((index) => index % 2 === 0);
    expect(choose({ from: even }).filter((index) => index % 2 === 1)).toEqual([]);
  });

  it('is the same for the same seed, another for another seed', () => {
    expect(choose({})).toEqual(choose({}));
    expect(choose({ randomOf: seeded(2) })).not.toEqual(choose({}));
  });

  it('takes a subset of what a larger count takes', () => {
    expect(choose({ count: 90 })).toEqual(expect.arrayContaining(choose({ count: 30 })));
  });

  it.each([31, 0, -3, 1.5, smallest * 3 + 3])('refuses a count of %d', (count) => {
    expect(() => choose({ count })).toThrow(
      `Expected a multiple of 3 (equally many images of each class) from 3 to ${smallest * 3} for dataset.holdOut but received ${count}.`,
    );
  });
});
