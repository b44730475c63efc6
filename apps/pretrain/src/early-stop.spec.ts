import { describe, expect, it } from 'vitest';
import { describeStop, earlyStop } from './early-stop';

const measured = (...top1: number[]) => top1.map((value, epoch) => ({ epoch, top1: value }));
const bars = [
  { epoch: 1, top1: 30 },
  { epoch: 3, top1: 40 },
];

describe('earlyStop', () => {
  it.each([
    ['below the bar of its epoch', measured(10, 29.9), { epoch: 1, best: 29.9, below: 30 }],
    ['at the bar', measured(10, 30), null],
    ['after an epoch without one', measured(10, 31, 5), null],
    ['fallen below, but better before', measured(10, 31, 41, 5), null],
    ['below at the second bar', measured(10, 31, 20, 39), { epoch: 3, best: 39, below: 40 }],
    ['worse than untrained', measured(50, 20), { epoch: 1, best: 20, below: 30 }],
    ['only untrained', measured(10), null],
    ['not measured yet', [], null],
  ])('%s', (_, knn, expected) => {
    expect(earlyStop(knn, bars)).toEqual(expected);
    expect(earlyStop(knn, null)).toBeNull();
  });

  it('is told in a line', () => {
    expect(describeStop({ epoch: 3, best: 39, below: 40.125 })).toBe(
      'stopped early after epoch 3: kNN 39.00 % at best, below 40.13 % (pretrain.knn.stopBelow)',
    );
  });
});
