import { describe, expect, it } from 'vitest';
import { checkBalance, countPerClass } from './check-labels';

const classNames = ['cat', 'deer', 'dog'];
const head = (test: number[]) => ({
  name: 'tiny',
  classNames,
  labels: { train: Uint8Array.of(0, 1, 2), test: Uint8Array.from(test) },
});

describe('countPerClass', () => {
  it('counts every class, also those of no image', () => {
    expect(countPerClass(Uint16Array.of(2, 0, 2), 4)).toEqual([1, 0, 2, 0]);
  });
});

describe('checkBalance', () => {
  it('takes equally many images of each class', () => {
    expect(() => checkBalance(head([0, 0, 1, 2, 2, 1]), { train: 1, test: 2 })).not.toThrow();
  });

  it.each([
    [[0, 0, 2, 2, 2, 1], '1 of class 1 (deer)'],
    [[0, 0, 1, 1, 2, 2, 3], '1 of class 3 (unknown)'],
  ])('says of which class there are others: %j', (test, found) => {
    expect(() => checkBalance(head(test), { train: 1, test: 2 })).toThrow(
      `Expected 2 images of each class in the test split of tiny but the source has ${found}.`,
    );
  });
});
