import { bucketMeans, figure, grid, html, lineChart, type Point, type Section } from '@amcl/reporting';
import { COLLAPSED_BELOW, type StepMetric } from '@amcl/results';
import { percent, whole } from './format';
import type { ReportData } from './report-data';

/** More points than the chart has pixels are averaged. */
const MOST_POINTS = 300;

/** What each method's own loss is called. */
const LOSSES = {
  simclr: 'NT-Xent',
  moco: 'NT-Xent with a queue',
  simsiam: 'negative cosine similarity',
  'barlow-twins': 'Barlow Twins',
} as const;

/** A chart of figures that a step has, or none of them. */
interface StepChart {
  readonly title: string;
  readonly y: string;
  readonly caption: string;
  readonly series: readonly { readonly name: string; readonly of: (step: StepMetric) => number | undefined }[];
  readonly fromZero?: boolean;
}

/** Curves of loss, learning rate, the kNN monitor, and of what the loss compares. */
export async function trainingSection(data: ReportData): Promise<Section> {
  const { pretrain, metrics } = data;
  const steps = metrics.flatMap((metric) => ('loss' in metric ? [metric] : []));
  const perPoint = Math.ceil(steps.length / MOST_POINTS);
  const averaged = perPoint > 1 ? ` Each point is the mean of ${perPoint} steps.` : '';
  const charts = [];
  for (const chart of stepCharts(data)) {
    const drawn = await stepFigure(chart, steps, pretrain.steps / pretrain.epochs, averaged);
    if (drawn) charts.push(drawn);
    if (chart.title === 'Loss') charts.push(await knnFigure(data));
  }
  return {
    id: 'training',
    heading: 'Training',
    body: html`<p>${whole(pretrain.steps)} steps in ${whole(pretrain.epochs)} epochs.</p>
      ${grid(charts)}`,
  };
}

function stepCharts({ pretrain }: ReportData): StepChart[] {
  const { method, amcl } = pretrain.network;
  const loss = amcl === null ? LOSSES[method.name] : `AMCL on ${method.name}`;
  const { first, last } = pretrain.loss;
  return [
    {
      title: 'Loss',
      y: `${loss} loss`,
      caption: `${loss} of each training batch: ${first.toFixed(3)} at the first step, ${last.toFixed(3)} at the last.`,
      series: [{ name: 'loss', of: (step) => step.loss }],
    },
    {
      title: 'Similarity of pairs',
      y: 'mean cosine similarity',
      caption: 'Of the pairs that the loss compares, after the projection head; of Barlow Twins, correlations.',
      series: [
        { name: 'positives', of: (step) => step.positiveSimilarity },
        { name: 'hardest negatives', of: (step) => step.negativeSimilarity },
      ],
    },
    {
      title: 'Temperature',
      y: 'mean temperature',
      caption: 'Of the same pairs, over all heads.',
      series: [
        { name: 'positives', of: (step) => step.positiveTemperature },
        { name: 'hardest negatives', of: (step) => step.negativeTemperature },
      ],
      fromZero: true,
    },
    {
      title: 'Collapse monitor',
      y: 'embedding std',
      caption: `Standard deviation of the normalised embeddings per dimension: 1 for directions at random, below ${COLLAPSED_BELOW} they have collapsed.`,
      series: [{ name: 'embedding std', of: (step) => step.embeddingStd }],
      fromZero: true,
    },
    {
      title: 'Learning rate',
      y: 'learning rate',
      caption: 'By step.',
      series: [{ name: 'learning rate', of: (step) => step.lr }],
      fromZero: true,
    },
  ];
}

/** The chart of those series that the steps have; null where they have none. */
async function stepFigure(
  { title, y, caption, series, fromZero = false }: StepChart,
  steps: readonly StepMetric[],
  stepsPerEpoch: number,
  averaged: string,
) {
  const curves = series.flatMap(({ name, of }) => {
    const points = steps.flatMap((step): Point[] => {
      const value = of(step);
      return value === undefined ? [] : [[step.step / stepsPerEpoch, value]];
    });
    return points.length === 0 ? [] : [{ name, points: bucketMeans(points, MOST_POINTS) }];
  });
  if (curves.length === 0) return null;
  const label = `${title} by epoch: ${curves.map(({ name }) => name).join(', ')}`;
  return figure(title, await lineChart({ label, x: 'epoch', y, series: curves, fromZero }), caption + averaged);
}

async function knnFigure({ pretrain, sections }: ReportData) {
  const knn: Point[] = pretrain.knn.map(({ epoch, top1 }) => [epoch, top1]);
  const last = pretrain.knn.at(-1);
  const setting = (path: string): string =>
    sections.find(({ name }) => name === 'pretrain')?.settings.find(([name]) => name === path)?.[1] ?? 'unknown';
  const monitor = `kNN top-1, k = ${setting('knn.k')}, T = ${setting('knn.temperature')}, test split`;
  return figure(
    'kNN monitor',
    await lineChart({
      label: `${monitor}, by epoch${last === undefined ? '' : `: ${percent(last.top1)} at the end`}`,
      x: 'epoch',
      y: 'kNN top-1, %',
      series: [{ name: 'kNN', points: knn }],
      markers: knn.length <= 60,
    }),
    `${monitor}.${last === undefined ? '' : ` ${percent(last.top1)} after epoch ${last.epoch}.`} Epoch 0 is before training.`,
  );
}
