import { describe, expect, it } from 'vitest';
import { countPerClass } from './check-labels';
import { planSplits, type Selection } from './plan-splits';

const head = {
  name: 'tiny',
  classNames: ['a', 'b', 'c'],
  labels: {
    train: Uint8Array.from({ length: 90 }, (_, index) => (index * 7) % 3),
    test: Uint16Array.from({ length: 30 }, (_, index) => (index * 5) % 3),
  },
  unlabelled: 50,
};
const plan = (selection: Partial<Selection>, seed = 1) =>
  planSplits(head, { limit: null, holdOut: null, ...selection }, seed);
const classesOf = (from: 'train' | 'test', indices: Uint32Array) =>
  countPerClass(
    Uint8Array.from(indices, (index) => head.labels[from][index] ?? 0),
    3,
  );
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const ascending = (indices: Iterable<number>) => [...indices].sort((a, b) => a - b);

describe('planSplits', () => {
  it('takes every image of each split', () => {
    const { train, test, unlabelled } = plan({});
    expect(train).toEqual({ from: 'train', indices: Uint32Array.from(upTo(90)) });
    expect(test).toEqual({ from: 'test', indices: Uint32Array.from(upTo(30)) });
    expect(unlabelled).toEqual({ from: 'unlabelled', indices: Uint32Array.from(upTo(50)) });
  });

  it('draws the subsets that it drew before images could be held out', () => {
    const { train, test } = plan({ limit: { train: 9, test: 6 } });
    expect([...train.indices]).toEqual([12, 17, 21, 26, 32, 37, 49, 66, 82]);
    expect([...test.indices]).toEqual([2, 10, 16, 18, 20, 27]);
  });

  it('holds out images of train, equally many of each class, in place of the test split', () => {
    const { train, test } = plan({ holdOut: 30 });
    expect([train.from, test.from]).toEqual(['train', 'train']);
    expect(classesOf('train', test.indices)).toEqual([10, 10, 10]);
    expect(classesOf('train', train.indices)).toEqual([20, 20, 20]);
    expect(ascending([...train.indices, ...test.indices])).toEqual(upTo(90));
    expect([...test.indices]).toEqual(ascending(test.indices));
  });

  it('holds out the same images whatever is taken of them, and others with another seed', () => {
    const held = [...plan({ holdOut: 30 }).test.indices];
    const { train, test } = plan({ holdOut: 30, limit: { train: 45, test: 12 } });
    expect(classesOf('train', train.indices)).toEqual([15, 15, 15]);
    expect(classesOf('train', test.indices)).toEqual([4, 4, 4]);
    expect(held).toEqual(expect.arrayContaining([...test.indices]));
    expect([...train.indices].filter((index) => held.includes(index))).toEqual([]);
    expect([...plan({ holdOut: 30 }, 2).test.indices]).not.toEqual(held);
    expect(held).toEqual(expect.arrayContaining([...plan({ holdOut: 15 }).test.indices]));
  });

  it('takes a subset of what larger limits take', () => {
    const less = plan({ holdOut: 30, limit: { train: 15, test: 6 } });
    const more = plan({ holdOut: 30, limit: { train: 45, test: 12 } });
    expect([...more.train.indices]).toEqual(expect.arrayContaining([...less.train.indices]));
    expect([...more.test.indices]).toEqual(expect.arrayContaining([...less.test.indices]));
  });

  it('draws unlabelled images', () => {
    const twenty = [...plan({ unlabelled: 20 }).unlabelled.indices];
    expect(new Set(twenty).size).toBe(20);
    expect(twenty).toEqual(ascending(twenty));
    expect(twenty).toEqual(expect.arrayContaining([...plan({ unlabelled: 8 }).unlabelled.indices]));
    expect([...plan({ unlabelled: 20 }, 2).unlabelled.indices]).not.toEqual(twenty);
    expect(plan({ unlabelled: 0 }).unlabelled.indices).toHaveLength(0);
    expect(plan({ unlabelled: 60 }).unlabelled.indices).toHaveLength(50);
  });

  it.each<[Partial<Selection>, string]>([
    [{ holdOut: 31 }, 'Expected a multiple of 3 (equally many images of each class) from 3 to 90 for dataset.holdOut'],
    [{ holdOut: 30, limit: { train: 63, test: 3 } }, 'from 3 to 60 for dataset.limit.train but received 63'],
    [{ holdOut: 30, limit: { train: 60, test: 33 } }, 'from 3 to 30 for dataset.limit.test but received 33'],
    [{ limit: { train: 93, test: 3 } }, 'from 3 to 90 for dataset.limit.train but received 93'],
  ])('refuses %j', (selection, message) => {
    expect(() => plan(selection)).toThrow(message);
  });
});
