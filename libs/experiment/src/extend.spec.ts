import { expect, it } from 'vitest';
import { extend } from './extend';

it('merges objects by key and replaces arrays and null', () => {
  const base = {
    seed: 1,
    dataset: { limit: { train: 1000, test: 100 } },
    augmentation: { randomResizedCrop: { scale: [0.08, 1] as [number, number], size: 32 } },
  };
  const before = structuredClone(base);
  expect(
    extend(base, { seed: 2, dataset: { limit: null }, augmentation: { randomResizedCrop: { scale: [0.5, 1] } } }),
  ).toEqual({ seed: 2, dataset: { limit: null }, augmentation: { randomResizedCrop: { scale: [0.5, 1], size: 32 } } });
  expect(base).toEqual(before);
});

it('takes null to an object and leaves what undefined names', () => {
  const base = { seed: 3, dataset: { limit: null } };
  expect(extend(base, { seed: undefined, dataset: { limit: { train: 10, test: 10 } } })).toEqual({
    seed: 3,
    dataset: { limit: { train: 10, test: 10 } },
  });
});
