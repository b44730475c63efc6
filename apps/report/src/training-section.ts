import { bucketMeans, figure, grid, html, lineChart, type Html, type Point, type Section } from '@amcl/reporting';
import { measuredSplit, type PretrainResult, type StepMetric } from '@amcl/results';
import { percent, whole } from './format';
import type { ReportData } from './report-data';
import type { StepChart } from './step-chart';
import { stepCharts } from './step-charts';

/** More points than the chart has pixels are averaged. */
const MOST_POINTS = 300;

/** Curves of loss, learning rate, the kNN monitor, and of what the loss compares. */
export async function trainingSection(data: ReportData): Promise<Section> {
  const { pretrain, metrics } = data;
  const steps = metrics.flatMap((metric) => ('loss' in metric ? [metric] : []));
  const perPoint = Math.ceil(steps.length / MOST_POINTS);
  const averaged = perPoint > 1 ? ` Each point is the mean of ${perPoint} steps.` : '';
  const charts: Html[] = [];
  for (const chart of stepCharts(pretrain)) {
    const drawn = await stepFigure(chart, steps, pretrain.steps / pretrain.epochs, averaged);
    if (drawn) charts.push(drawn);
    if (chart.title === 'Loss') charts.push(await knnFigure(data));
  }
  return {
    id: 'training',
    heading: 'Training',
    body: html`<p>${whole(pretrain.steps)} steps in ${whole(pretrain.epochs)} epochs.${stopped(pretrain)}</p>
      ${grid(charts)}`,
  };
}

/** That the training ended early, and why. */
function stopped({ stopped }: PretrainResult): string {
  if (stopped === null) return '';
  return ` Stopped early: its best kNN until then, ${percent(stopped.best)}, was below ${percent(stopped.below)} (pretrain.knn.stopBelow).`;
}

/** The chart of those series that the steps have; null where they have none. */
async function stepFigure(
  { title, y, caption, series, fromZero = false }: StepChart,
  steps: readonly StepMetric[],
  stepsPerEpoch: number,
  averaged: string,
): Promise<Html | null> {
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

/** The kNN monitor, by its exact name. */
async function knnFigure({ pretrain, sections, ingest }: ReportData): Promise<Html> {
  const knn: Point[] = pretrain.knn.map(({ epoch, top1 }) => [epoch, top1]);
  const last = pretrain.knn.at(-1);
  const setting = (path: string): string =>
    sections.find(({ name }) => name === 'pretrain')?.settings.find(([name]) => name === path)?.[1] ?? 'unknown';
  const monitor = `kNN top-1, k = ${setting('knn.k')}, T = ${setting('knn.temperature')}, ${measuredSplit(ingest)}`;
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
