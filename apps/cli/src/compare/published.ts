import type { MethodName } from '@amcl/experiment';
import type { RunData } from '@amcl/runs';
import type { FigureKey } from './figures';

/** A figure that others published of a method on CIFAR-10, by ResNet-18 with the CIFAR stem, in percent of the test split. */
interface PublishedFigure {
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

/** Of the data set that all figures are of. */
const [DATASET, IMAGES] = ['cifar10', 50_000] as const;

const figure =
  (epochs: number | null, batchSize: number | null, amcl = false) =>
  (method: MethodName, value: number): PublishedFigure => ({ method, amcl, value, epochs, batchSize });
const [paper, paperAmcl] = [figure(null, null), figure(null, null, true)];
const [short, long, solo] = [figure(200, 128), figure(800, 512), figure(1000, 256)];

const SOURCES: readonly Source[] = [
  {
    name: 'AMCL, ECCV 2024',
    url: 'https://arxiv.org/abs/2310.05615',
    metric: 'linear top-1, as the paper reports it',
    beside: 'probeTop1',
    figures: [paper('simclr', 89.9), paperAmcl('simclr', 92.2), paper('moco', 90.4), paperAmcl('moco', 92.9)],
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
  if (ingest.dataset !== DATASET || ingest.evaluatedOn !== 'test') return [];
  if (probe.data !== null || encoder.name !== 'resnet18') return [];
  return SOURCES.flatMap(({ name: source, figures, ...rest }) =>
    figures
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
  { epochs }: PublishedFigure,
  { ingest, pretrain, probe }: Pick<RunData, 'ingest' | 'pretrain' | 'probe'>,
): string[] {
  const images = ingest.splits.train.count;
  const { width } = pretrain.network.encoder;
  const whole = new Intl.NumberFormat('en');
  return [
    ...(images < IMAGES ? [`${whole.format(images)} of ${whole.format(IMAGES)} images`] : []),
    ...(probe.labelled < images ? [`labels of ${whole.format(probe.labelled)} of them`] : []),
    ...(width < 1 ? [`${width} of the width`] : []),
    ...(epochs !== null && pretrain.epochs < epochs ? [`${pretrain.epochs} of ${epochs} epochs`] : []),
  ];
}
