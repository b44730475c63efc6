import { describe, expect, it } from 'vitest';
import { resolveExperiment } from '../resolve-experiment';
import { file } from '../testing/error-of';
import { usesSeed } from '../uses-seed';
import { countImages } from './count-images';
import type { DatasetSection } from './index';

const noProbe = {
  similarity: { images: 10 },
  map: { images: 0 },
  neighbours: { images: 10 },
  batchSize: 64,
  knn: { k: 10 },
};
const sectionOf = (dataset: object): DatasetSection =>
  resolveExperiment({ dataset, pretrain: { batchSize: 64, knn: { k: 10 } }, linearProbe: noProbe }, file).dataset;
const count = (dataset: object) => countImages(sectionOf(dataset));

describe('countImages', () => {
  it.each([
    [{}, [50_000, 10_000, 50_000]],
    [{ limit: { train: 1000, test: 500 } }, [1000, 500, 1000]],
    [{ holdOut: 5000 }, [45_000, 5000, 45_000]],
    [{ holdOut: 5000, limit: { train: 20_000, test: 2000 } }, [20_000, 2000, 20_000]],
    [{ name: 'mnist' }, [60_000, 10_000, 60_000]],
    [{ name: 'stl10' }, [5000, 8000, 100_000]],
    [{ name: 'stl10', fold: 4 }, [1000, 8000, 100_000]],
    [{ name: 'stl10', fold: 4, holdOut: 200, unlabelled: 0 }, [800, 200, 800]],
    [{ name: 'stl10', unlabelled: 2000, limit: { train: 500, test: 100 } }, [500, 100, 2000]],
    [{ name: 'folder', source: 'file:images', test: 'file:tests' }, [null, null, null]],
    [{ name: 'folder', source: 'file:images', holdOut: 100 }, [null, 100, null]],
  ])('of %j: %j train, test and pre-train', (dataset, [train, test, pretrain]) => {
    expect(count(dataset)).toEqual({ train, test, pretrain });
  });
});

describe('usesSeed', () => {
  it.each([
    [{}, false],
    [{ limit: { train: 1000, test: 500 } }, true],
    [{ holdOut: 5000 }, true],
    [{ name: 'stl10' }, false],
    [{ name: 'stl10', unlabelled: 0 }, false],
    [{ name: 'stl10', unlabelled: 2000 }, true],
  ])('of %j is %j', (dataset, expected) => {
    expect(usesSeed('dataset', sectionOf(dataset))).toBe(expected);
  });
});
