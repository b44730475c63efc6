import { expect, it } from 'vitest';
import { collapseWarning } from './collapse-warning';

it('names the deviation and what to change', () => {
  expect(collapseWarning(0.034, null)).toMatch(
    /^the embeddings are collapsing: .* is 0\.03 of that of a uniform direction.* lower pretrain\.optimizer\.lr/,
  );
});

it.each([
  [[0.9, 0.5, 0.1], []],
  [[0.09, 0.05, 0.01], [0]],
  [
    [0.5, 0.09, 0.09, 0.11, 0.02, 0.02],
    [1, 4],
  ],
])('of epochs with %j comes after those at %j', (stds, expected) => {
  const warned = stds.flatMap((std, epoch) => (collapseWarning(std, stds[epoch - 1] ?? null) === null ? [] : [epoch]));
  expect(warned).toEqual(expected);
});
