import { expect, it } from 'vitest';
import { paddingKind, windowCount } from './window';

it.each([
  { length: 32, size: 3, stride: 1, padding: 1, count: 32, kind: 'SAME' },
  { length: 33, size: 3, stride: 2, padding: 1, count: 17, kind: 'SAME' },
  { length: 32, size: 3, stride: 2, padding: 1, count: 16, kind: 'EXPLICIT' },
  { length: 32, size: 1, stride: 2, padding: 0, count: 16, kind: 'VALID' },
  { length: 5, size: 5, stride: 1, padding: 1, count: 3, kind: 'EXPLICIT' },
  { length: 3, size: 1, stride: 1, padding: 1, count: 5, kind: 'EXPLICIT' },
])('$size over $length, stride $stride, padding $padding: $count, $kind', (example) => {
  const { length, size, count, kind } = example;
  expect(windowCount(length, size, example)).toBe(count);
  expect(paddingKind([{ length, size }], example)).toBe(kind);
});

it('is explicit where one axis of two is', () => {
  const axes = [
    { length: 33, size: 3 },
    { length: 32, size: 3 },
  ];
  expect(paddingKind(axes, { stride: 2, padding: 1 })).toBe('EXPLICIT');
});
