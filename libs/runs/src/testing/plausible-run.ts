import { resolveExperiment } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import { networkSchema, type Evaluation, type Similarity, type StepMetric } from '@amcl/results';
import { flatten } from '../flatten';
import type { RunData } from '../run-data';

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
      schema: 1 as const,
      stage: name,
      config: `${index}c`.repeat(32),
      inputs: {},
      ...(index > 1 ? { engine } : {}),
      packages: { '@tensorflow/tfjs-core': '4.22.0', rxjs: '7.8.2' },
      files: { [`${name}-0.safetensors`]: { sha256: `${index}f`.repeat(32), bytes: 30_730_240, blob: true } },
    },
    run: { seconds: 12.5 * (1 + index) ** 2, ...(index === 2 ? { viewsPerSecond: 812.4, waitingShare: 0.01 } : {}) },
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
      splits: {
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
    probe: {
      trained: evaluation(0.55),
      untrained: evaluation(0.31),
      similarity: { trained: similarity(0.82, 0.05), untrained: similarity(0.9, 0.78) },
    },
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

function evaluation(share: number): Evaluation {
  const perClass = TEST / CLASSES.length;
  const confusion = CLASSES.map((_, row) => {
    const others = CLASSES.map((_, column) =>
      Math.floor((perClass * (1 - share)) / 9 + (((row * 7 + column * 3) % 5) - 2) * 2),
    );
    const elsewhere = others.reduce((sum, count, column) => (column === row ? sum : sum + count), 0);
    return others.map((count, column) => (column === row ? perClass - elsewhere : count));
  });
  const right = confusion.map((row, label) => row[label] ?? 0);
  return {
    probe: {
      top1: (100 * right.reduce((sum, count) => sum + count, 0)) / TEST,
      top5: 70 + 30 * share,
      perClass: right.map((count) => (100 * count) / perClass),
      confusion,
      loss: [2.1, 1.7, 1.5],
    },
    knn: { top1: 100 * share - 3, k: 200, temperature: 0.1 },
  };
}

/** Bell-shaped histograms around two similarities. */
function similarity(positiveMean: number, negativeMean: number): Similarity {
  const bins = 50;
  const edges = Array.from({ length: bins + 1 }, (_, index) => (2 * index) / bins - 1);
  const bell = (mean: number, width: number): number[] => {
    const heights = edges.slice(1).map((edge) => Math.exp(-(((edge - 1 / bins - mean) / width) ** 2)));
    const total = heights.reduce((sum, height) => sum + height, 0);
    return heights.map((height) => height / total);
  };
  const [positive, negative] = [bell(positiveMean, 0.15), bell(negativeMean, 0.25)];
  return {
    edges,
    positive,
    negative,
    overlap: positive.reduce((sum, share, bin) => sum + Math.min(share, negative[bin] ?? 0), 0),
  };
}
