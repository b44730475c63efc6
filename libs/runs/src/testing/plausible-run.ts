import { resolveExperiment } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import { networkSchema, type StepMetric } from '@amcl/results';
import { flatten } from '../flatten';
import type { RunData } from '../run-data';
import { plausibleProbe } from './plausible-probe';

const CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
const TEST = 2000;
const EPOCHS = 10;
const STEPS_PER_EPOCH = 39;

/** Made-up data of a run, of the shape and size of a small one: for tests, and for looking at a page. */
export function plausibleRun(): RunData {
  const experiment = resolveExperiment({ dataset: { limit: { train: 10_000, test: TEST } } }, 'experiment.ts');
  const { seed, dataset, augmentation, pretrain, linearProbe } = experiment;
  const sections = { dataset, augmentation, pretrain, linearProbe };
  const engine = {
    backend: 'tensorflow' as const,
    tfjs: '4.22.0',
    library: { name: 'tensorflow-cpu', version: '2.21.0', sha256: '2b'.repeat(32) },
  };
  const stages = ['ingest', 'augment', 'pretrain', 'linear-probe'].map((name, index) => ({
    name,
    digest: `${index}d`.repeat(32),
    manifest: {
      schema: 2 as const,
      stage: name,
      files: { [`${name}-0.safetensors`]: { sha256: `${index}f`.repeat(32), bytes: 30_730_240, blob: true } },
    },
    run: { seconds: 12.5 * (1 + index) ** 2, ...(index === 2 ? { viewsPerSecond: 812.4, waitingShare: 0.01 } : {}) },
    work: {
      key: `${index}a`.repeat(32),
      sources: `${index}b`.repeat(32),
      packages: { '@tensorflow/tfjs-core': '4.22.0', rxjs: '7.8.2' },
      inputs: {},
      ...(index > 1 ? { engine } : {}),
      seed,
      section: { stage: name },
      finished: '2026-11-26T01:50:00.000Z',
    },
  }));
  const knn = Array.from({ length: EPOCHS + 1 }, (_, epoch) => ({ epoch, top1: 55 - 25 * Math.exp(-epoch / 4) }));
  return {
    name: null,
    seed,
    point: {},
    sections: Object.entries(sections).map(([name, section]) => ({ name, settings: flatten(section) })),
    stages,
    ingest: {
      dataset: 'cifar10',
      shape: [32, 32, 3],
      classNames: CLASSES,
      mean: [0.4914, 0.4822, 0.4465],
      std: [0.247, 0.2435, 0.2616],
      evaluatedOn: 'test',
      damaged: [],
      splits: {
        unlabelled: null,
        train: { count: 10_000, shards: ['train-0.safetensors'], perClass: CLASSES.map(() => 1000) },
        test: { count: TEST, shards: ['test-0.safetensors'], perClass: CLASSES.map(() => TEST / 10) },
      },
    },
    augment: {
      recipe: sections.augmentation,
      sheets: [{ name: 'composed.png', title: 'all operations' }],
      statistics: {
        images: 512,
        views: 1024,
        mean: [0.4721, 0.4633, 0.4402],
        std: [0.2311, 0.2287, 0.2405],
        shares: { 'horizontal flip': 0.498, 'colour jitter': 0.803, grayscale: 0.197, 'gaussian blur': 0.502 },
      },
      materialized: null,
    },
    pretrain: {
      network: networkSchema.strip().parse(pretrain),
      features: 128,
      computed: { device: 'AMD EPYC', precision: 'float32' },
      epochs: EPOCHS,
      steps: EPOCHS * STEPS_PER_EPOCH,
      stopped: null,
      loss: { first: 6.23, last: 5.41 },
      embeddingStd: { last: 0.97 },
      knn,
      kernels: null,
      files: {
        encoder: 'encoder.safetensors',
        heads: 'heads.safetensors',
        metrics: 'metrics.jsonl',
      },
    },
    metrics: metrics(),
    probe: plausibleProbe(CLASSES.length, TEST),
  };
}

function metrics(): StepMetric[] {
  const noise = randomStream(1, 'plausible');
  return Array.from({ length: EPOCHS * STEPS_PER_EPOCH }, (_, index) => ({
    step: index + 1,
    epoch: 1 + Math.floor(index / STEPS_PER_EPOCH),
    loss: 5.4 + 0.8 * Math.exp(-index / 90) + 0.03 * noise.normal(),
    lr: 0.03 * (1 + Math.cos((Math.PI * index) / (EPOCHS * STEPS_PER_EPOCH))),
    embeddingStd: 0.97,
    positiveSimilarity: 0.8 - 0.3 * Math.exp(-index / 90),
    negativeSimilarity: 0.7,
  }));
}
