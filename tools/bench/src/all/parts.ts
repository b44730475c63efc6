import type { Precision } from '@amcl/engine';
import { accuracyPart } from './accuracy-part';
import type { Figure, Line, Part, PartOptions, Target } from './figure';
import { readSpeeds } from './read-speeds';

const METHODS = ['simclr', 'moco', 'simsiam', 'barlow-twins'];
const VIEWS = 'views/s';
const atLeast = (value: number): Target => ({ atLeast: value });
const required = { needsPeer: true, optional: false };

/** The flags of rounds, and those that make a part small. */
function flags({ rounds, trial }: PartOptions, small: readonly string[]): string[] {
  return ['--rounds', `${rounds}`, ...(trial ? small : [])];
}

/** The flags of a rival. */
function rivalFlags({ peer, limit }: PartOptions): string[] {
  return peer === undefined ? [] : ['--peer', peer, '--limit', `${limit}`];
}

/** Bare steps beside PyTorch's, eager and compiled. */
function stepPart(options: {
  name: string;
  what: string;
  setting: readonly string[];
  small: readonly string[];
  precision: Precision;
  targets: { eager: Target; compiled: Target | null };
  minutes: number;
}): Part {
  const { name, what, setting, small, precision, targets, minutes } = options;
  const autocast = precision === 'bfloat16' ? 'autocast, ' : '';
  const figure = (id: string, rival: string, against: string, target: Target | null): Figure => ({
    ...{ id: `${name}/${id}`, what: `${what}, ${precision}`, unit: VIEWS, against, target },
    read: ([line]) => readSpeeds(line, 'bare step', rival),
  });
  return {
    ...{ ...required, name, minutes },
    figures: [
      figure('eager', 'PyTorch step', `PyTorch, ${autocast}channels_last`, targets.eager),
      figure('compiled', 'PyTorch compiled', `the same by torch.compile`, targets.compiled),
    ],
    args: (given) => [
      ...['pretrain', '--no-stage', '--compile', '--steps', '1', '--precision', precision, ...setting],
      ...flags(given, small),
      ...rivalFlags(given),
    ],
  };
}

const resnet18 = (precision: Precision, batch: number): Part =>
  stepPart({
    name: `step-${batch}-${precision}`,
    what: `training step, ResNet-18, batch ${batch}`,
    setting: ['--batch', `${batch}`],
    small: ['--batch', '16', '--width', '0.25'],
    precision,
    targets:
      precision === 'float32'
        ? { eager: atLeast(1.4), compiled: null }
        : { eager: atLeast(1.25), compiled: atLeast(1.25) },
    minutes: batch / 16,
  });

const resnet50 = (precision: Precision): Part =>
  stepPart({
    name: `resnet50-${precision}`,
    what: 'training step, ResNet-50, 64 views of 96x96',
    setting: ['--encoder', 'resnet50', '--stem', 'imagenet', '--size', '96', '--batch', '32'],
    small: ['--batch', '4', '--width', '0.25'],
    precision,
    targets: { eager: atLeast(1.1), compiled: null },
    minutes: 8,
  });

const stage: Part = {
  ...{ name: 'stage', needsPeer: false, optional: false, minutes: 6 },
  figures: [
    {
      ...{ id: 'stage', what: 'whole pretrain stage, batch 128', unit: VIEWS, against: 'the bare step' },
      target: atLeast(0.97),
      read: ([line]) => readSpeeds(line, 'whole stage', 'bare step'),
    },
  ],
  args: (given) => [
    ...['pretrain', '--batch', '128', '--steps', '3'],
    ...flags(given, ['--batch', '16', '--width', '0.25']),
  ],
};

const augmentation: Part = {
  ...{ ...required, name: 'augmentation', minutes: 1 },
  figures: (['lightly', 'kornia'] as const).map((rival) => ({
    ...{ id: `augmentation/${rival}`, what: 'SimCLR views of 32x32, one thread', unit: VIEWS },
    against: rival === 'lightly' ? 'lightly, SimCLRTransform' : 'kornia, batches of 256',
    target: atLeast(rival === 'lightly' ? 15 : 4),
    read: ([line]: readonly Line[]) => readSpeeds(line, 'amcl, one thread', `${rival}, one thread`),
  })),
  args: ({ rounds, peer, trial }) => [
    ...['augmentation', '--rounds', `${trial ? rounds : Math.max(5, rounds)}`],
    ...(peer === undefined ? [] : ['--peer', peer]),
  ],
};

const jpeg: Part = {
  ...{ ...required, name: 'jpeg', minutes: 1 },
  figures: ['a view an image', 'two views an image'].map((suffix, index) => ({
    ...{ id: `jpeg/${index + 1}`, what: `views of 224x224 from JPEGs of 500x375, ${suffix}, one thread`, unit: VIEWS },
    ...{ against: 'torchvision on PIL', target: atLeast(1.5) },
    read: ([line]: readonly Line[]) => readSpeeds(line, `amcl, ${suffix}`, `PIL, ${suffix}`),
  })),
  args: ({ rounds, peer, trial }) => [
    ...['jpeg', '--rounds', `${trial ? rounds : Math.max(5, rounds)}`],
    ...(trial ? ['--images', '2'] : []),
    ...(peer === undefined ? [] : ['--peer', peer]),
  ],
};

const amcl: Part = {
  ...{ name: 'amcl', needsPeer: false, optional: false, minutes: 12 },
  figures: METHODS.map((method) => ({
    ...{ id: `amcl/${method}`, what: `step time with AMCL (C = 3), ${method}`, unit: VIEWS, against: 'without AMCL' },
    target: { atMost: 1.05 },
    read: (lines: readonly Line[]) => {
      const line = lines.find((own) => own['method'] === method);
      return { ...readSpeeds(line, `${method} + AMCL`, method), ratio: line?.['stepTimeRatio'] as number };
    },
  })),
  args: (given) => [
    ...['amcl', '--batch', '128', '--steps', '1'],
    ...flags(given, ['--batch', '16', '--width', '0.25']),
  ],
};

const memory = (precision: Precision): Part => ({
  ...{ ...required, name: `memory-${precision}`, minutes: 5 },
  figures: [
    {
      ...{ id: `memory-${precision}`, what: `peak memory, ResNet-18, batch 512, ${precision}`, unit: 'MiB' },
      ...{ against: 'PyTorch, channels_last', target: { atMost: 1 } },
      read: ([line]) => {
        const { ours, theirs } = line?.['peakMiB'] as Record<'ours' | 'theirs', number | null>;
        const note = ours === null || theirs === null ? 'not a step within the time limit' : null;
        return { ours, rival: theirs, ratio: line?.['oursOverTheirs'] as number | null, note };
      },
    },
  ],
  args: ({ peer = '', limit, trial }) => [
    ...['peak', '--batch', '512', '--precision', precision, '--peer', peer, '--limit', `${limit}`],
    ...(trial ? ['--batch', '16', '--width', '0.25'] : []),
  ],
});

/** All parts, in the order in which they run and are shown. */
export const PARTS: readonly Part[] = [
  ...[128, 512].map((batch) => resnet18('float32', batch)),
  ...[128, 512].map((batch) => resnet18('bfloat16', batch)),
  resnet50('float32'),
  resnet50('bfloat16'),
  stage,
  augmentation,
  jpeg,
  amcl,
  memory('float32'),
  memory('bfloat16'),
  accuracyPart,
];
