import { dataSets, type MethodName } from '@amcl/experiment';
import type { RunData } from '@amcl/runs';
import type { FigureKey } from './figures';

/** A figure that others published of a method, in percent of the test split. */
interface PublishedFigure {
  readonly dataset: DataSetName;
  readonly method: MethodName;
  readonly amcl: boolean;
  readonly value: number;
  /** Null where the source does not say. */
  readonly epochs: number | null;
  readonly batchSize: number | null;
}

/** Figures of one source by one metric. */
interface Source {
  readonly name: string;
  readonly url: string;
  /** In full: the metrics of different sources are not comparable. */
  readonly metric: string;
  /** The figure of ours that comes nearest to it. */
  readonly beside: FigureKey;
  readonly figures: readonly PublishedFigure[];
}

/** A published figure beside a row of the comparison. */
export interface PublishedBeside extends PublishedFigure {
  readonly source: string;
  readonly url: string;
  readonly metric: string;
  readonly beside: FigureKey;
  /** In what ours is smaller than the recipe behind it: `10,000 of 50,000 images`; empty where it is not. */
  readonly smaller: readonly string[];
}

/** The encoder that the figures of a data set are of; on CIFAR it has the CIFAR stem. */
const ENCODERS = { cifar10: 'resnet18', cifar100: 'resnet18', imagenet: 'resnet50' } as const;
type DataSetName = keyof typeof ENCODERS;

const figure =
  (dataset: DataSetName, epochs: number | null, batchSize: number | null) =>
  (method: MethodName, value: number, amcl = false): PublishedFigure => ({
    dataset,
    method,
    amcl,
    value,
    epochs,
    batchSize,
  });
const [short, long, solo] = [figure('cifar10', 200, 128), figure('cifar10', 800, 512), figure('cifar10', 1000, 256)];
/** Of the paper, without AMCL and with it. */
const paper = (of: ReturnType<typeof figure>, method: MethodName, base: number, amcl: number): PublishedFigure[] => [
  of(method, base),
  of(method, amcl, true),
];
const [cifar10, cifar100] = [figure('cifar10', null, null), figure('cifar100', null, null)];
const imagenet = figure('imagenet', 100, null);

const SOURCES: readonly Source[] = [
  {
    name: 'AMCL, ECCV 2024',
    url: 'https://arxiv.org/abs/2310.05615',
    metric: 'linear top-1, as the paper reports it',
    beside: 'probeTop1',
    figures: [
      ...[...paper(cifar10, 'simclr', 89.9, 92.2), ...paper(cifar10, 'moco', 90.4, 92.9)],
      ...[...paper(cifar100, 'simclr', 57.6, 61.8), ...paper(cifar100, 'moco', 64.4, 69.3)],
      ...paper(imagenet, 'simclr', 66.5, 68.1),
    ],
  },
  {
    name: 'lightly',
    url: 'https://docs.lightly.ai/self-supervised-learning/getting_started/benchmarks.html',
    metric: 'kNN top-1, k = 200, the best epoch on the test split, views without blur',
    beside: 'knnTop1',
    figures: [
      ...[short('simclr', 84.7), short('moco', 83.8), short('simsiam', 81.9), short('barlow-twins', 84.2)],
      ...[long('simclr', 87.9), long('moco', 89.9), long('simsiam', 90.4), long('barlow-twins', 85.9)],
    ],
  },
  {
    name: 'solo-learn',
    url: 'https://github.com/vturrisi/solo-learn#cifar-10',
    metric: 'linear top-1, of a classifier that is trained along (online)',
    beside: 'probeTop1',
    figures: [solo('simclr', 90.74), solo('moco', 92.94), solo('simsiam', 90.51), solo('barlow-twins', 92.1)],
  },
];

/** The published figures of a run's data set, method and AMCL, with what its own recipe has less of; none beside held-out images. */
export function publishedBeside({ ingest, pretrain, probe }: RunData): PublishedBeside[] {
  const { method, amcl, encoder } = pretrain.network;
  if (ingest.evaluatedOn !== 'test' || probe.data !== null) return [];
  return SOURCES.flatMap(({ name: source, figures, ...rest }) =>
    figures
      .filter(({ dataset }) => dataset === ingest.dataset && ENCODERS[dataset] === encoder.name)
      .filter((published) => published.method === method.name && published.amcl === (amcl !== null))
      .map((published) => ({
        source,
        ...rest,
        ...published,
        smaller: smallerThan(published, { ingest, pretrain, probe }),
      })),
  );
}

function smallerThan(
  { dataset, epochs }: PublishedFigure,
  { ingest, pretrain, probe }: Pick<RunData, 'ingest' | 'pretrain' | 'probe'>,
): string[] {
  const images = ingest.splits.train.count;
  const all = dataSets[dataset].train;
  const { width } = pretrain.network.encoder;
  const whole = new Intl.NumberFormat('en');
  return [
    ...(images < all ? [`${whole.format(images)} of ${whole.format(all)} images`] : []),
    ...(probe.labelled < images ? [`labels of ${whole.format(probe.labelled)} of them`] : []),
    ...(width < 1 ? [`${width} of the width`] : []),
    ...(epochs !== null && pretrain.epochs < epochs ? [`${pretrain.epochs} of ${epochs} epochs`] : []),
  ];
}
