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

it("takes another method without the base's settings, and the same with them", () => {
  const base = { pretrain: { epochs: 9, method: { temperature: 0.2, projectionHead: { output: 64 } } } };
  expect(extend(base, { pretrain: { method: { name: 'moco', queueSize: 8 } } })).toEqual({
    pretrain: { epochs: 9, method: { name: 'moco', queueSize: 8 } },
  });
  const { method } = extend(base, {
    pretrain: { method: { name: 'simclr', projectionHead: { hidden: 7 } } },
  }).pretrain!;
  expect(method).toEqual({ name: 'simclr', temperature: 0.2, projectionHead: { output: 64, hidden: 7 } });
});

it('does so with another kind of temperature', () => {
  const base = { pretrain: { amcl: { heads: 4, temperature: { lower: 0.1 } } } };
  expect(extend(base, { pretrain: { amcl: { temperature: { kind: 'fixed', value: 0.5 } } } })).toEqual({
    pretrain: { amcl: { heads: 4, temperature: { kind: 'fixed', value: 0.5 } } },
  });
  expect(extend(base, { pretrain: { amcl: { temperature: { upper: 1 } } } }).pretrain?.amcl?.temperature).toEqual({
    lower: 0.1,
    upper: 1,
  });
});

it('keeps the settings of what has a name but is no union', () => {
  const base = { pretrain: { encoder: { width: 0.25 }, optimizer: { lr: 0.3 } } };
  expect(extend(base, { pretrain: { encoder: { name: 'resnet34' }, optimizer: { name: 'lars' } } })).toEqual({
    pretrain: { encoder: { width: 0.25, name: 'resnet34' }, optimizer: { lr: 0.3, name: 'lars' } },
  });
});
