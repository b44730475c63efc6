import { describe, expect, it } from 'vitest';
import { chooseLabelled } from './choose-labelled';

/** 30, 60 and 3 images of three classes, mixed. */
const labels = Array.from({ length: 93 }, (_, image) => (image >= 90 ? 2 : image % 3 === 0 ? 0 : 1));
const choose = (share: number, seed = 1) => [...chooseLabelled({ labels, classes: 3, share, seed })];
const perClass = (images: readonly number[]) =>
  [0, 1, 2].map((label) => images.filter((image) => labels[image] === label).length);

describe('chooseLabelled', () => {
  it.each([
    [1, [30, 60, 3]],
    [0.5, [15, 30, 2]],
    [0.1, [3, 6, 1]],
    [0.001, [1, 1, 1]],
  ])('takes a share of %d of each class, at least one image', (share, counts) => {
    const chosen = choose(share);
    expect(perClass(chosen)).toEqual(counts);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
  });

  it('takes a part of what a larger share takes', () => {
    const shares = [0.02, 0.1, 0.33, 0.8, 1].map((share) => choose(share));
    shares.slice(1).forEach((larger, index) => expect(larger).toEqual(expect.arrayContaining(shares[index]!)));
  });

  it('draws by the seed', () => {
    expect(choose(0.1)).toEqual(choose(0.1));
    expect(choose(0.1, 2)).not.toEqual(choose(0.1));
  });

  it('takes nothing of a class without images', () => {
    expect([...chooseLabelled({ labels: [2, 2], classes: 4, share: 0.5, seed: 1 })]).toHaveLength(1);
  });
});
