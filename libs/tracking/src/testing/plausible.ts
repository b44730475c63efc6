import type { IngestResult, LinearProbeResult } from '@amcl/results';

/** A manifest's result of `ingest`, of a data set of three classes. */
export const INGEST_RESULT: IngestResult = {
  dataset: 'cifar10',
  shape: [32, 32, 3],
  classNames: ['cat', 'dog', 'a "frog", green'],
  mean: [0.5, 0.5, 0.5],
  std: [0.2, 0.2, 0.2],
  evaluatedOn: 'test',
  damaged: [],
  splits: {
    unlabelled: null,
    train: { count: 9, shards: ['train-0.safetensors'], perClass: [3, 3, 3] },
    test: { count: 3, shards: ['test-0.safetensors'], perClass: [1, 1, 1] },
  },
};

const similarity = { edges: [-1, 0, 1], positive: [0, 1], negative: [1, 0], overlap: 0.25 };
const evaluation = (top1: number) => ({
  probe: {
    top1,
    top5: 100,
    perClass: [top1, top1, top1],
    confusion: [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
    ],
    loss: [1.1, 1],
  },
  knn: { top1: top1 - 5, k: 1, temperature: 0.1 },
});

/** A manifest's result of `linear-probe`. */
export const PROBE_RESULT: LinearProbeResult = {
  trained: evaluation(66),
  untrained: evaluation(33),
  similarity: { trained: similarity, untrained: similarity },
  augmentations: [{ set: 'a', count: 1, trained: { ...similarity, overlap: 0.125 }, untrained: similarity }],
  geometry: {
    trained: { alignment: 0.75, uniformity: -2.5 },
    untrained: { alignment: 0.25, uniformity: -0.5 },
  },
  map: null,
  neighbours: [],
};

/** Sections of a resolved experiment. */
export const SECTIONS = {
  dataset: { name: 'cifar10', source: 'npm', limit: null },
  augmentation: { set: 'default', randomResizedCrop: { scale: [0.08, 1] } },
  pretrain: {
    optimizer: { name: 'sgd', lr: 0.06, clipNorm: null },
    encoder: { name: 'resnet18', width: 0.25 },
    // More than the hundred parameters that a request may have.
    many: Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`setting${at}`, at])),
    long: 'x'.repeat(7000),
  },
  linearProbe: { epochs: 2 },
  report: { title: null },
};
