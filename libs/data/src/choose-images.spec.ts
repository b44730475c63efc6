import { describe, expect, it } from 'vitest';
import { chooseImages, type Choice } from './choose-images';

const labels = Uint8Array.from({ length: 300 }, (_, index) => (index * 7 + (index >> 3)) % 3);
const smallest = Math.min(...[0, 1, 2].map((label) => labels.filter((other) => other === label).length));
const choose = (changes: Partial<Choice>): number[] => [
  ...chooseImages({ split: 'train', labels, classes: 3, limit: 30, seed: 1, ...changes }),
];

describe('chooseImages', () => {
  it('takes equally many of each class, ascending', () => {
    const chosen = choose({});
    expect(chosen).toHaveLength(30);
    for (const label of [0, 1, 2]) expect(chosen.filter((index) => labels[index] === label)).toHaveLength(10);
    expect(new Set(chosen).size).toBe(30);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
  });

  it('is the same for the same seed, another for another seed or split', () => {
    expect(choose({})).toEqual(choose({}));
    expect(choose({ seed: 2 })).not.toEqual(choose({}));
    expect(choose({ split: 'test' })).not.toEqual(choose({}));
  });

  it('takes a subset of what a larger limit takes', () => {
    expect(choose({ limit: 90 })).toEqual(expect.arrayContaining(choose({ limit: 30 })));
  });

  it('takes every image without a limit', () => {
    expect(choose({ limit: null })).toEqual([...labels.keys()]);
  });

  it.each([31, 0, -3, 1.5, smallest * 3 + 3])('refuses a limit of %d', (limit) => {
    expect(() => choose({ limit })).toThrow(
      `Expected a multiple of 3 (equally many images of each class) from 3 to ${smallest * 3} for dataset.limit.train but received ${limit}.`,
    );
  });
});
