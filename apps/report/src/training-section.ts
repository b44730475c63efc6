import { bucketMeans, figure, grid, html, lineChart, type Point, type Section } from '@amcl/reporting';
import { percent, whole } from './format';
import type { ReportData } from './report-data';

/** More points than the chart has pixels are averaged. */
const MOST_POINTS = 300;

/** Curves of loss, learning rate and the kNN monitor. */
export async function trainingSection({ pretrain, metrics, sections }: ReportData): Promise<Section> {
  const stepsPerEpoch = pretrain.steps / pretrain.epochs;
  const steps = metrics.flatMap((metric) => ('loss' in metric ? [metric] : []));
  const curve = (of: (step: (typeof steps)[number]) => number): Point[] =>
    bucketMeans(
      steps.map((step) => [step.step / stepsPerEpoch, of(step)]),
      MOST_POINTS,
    );
  const perPoint = Math.ceil(steps.length / MOST_POINTS);
  const averaged = perPoint > 1 ? ` Each point is the mean of ${perPoint} steps.` : '';
  const knn: Point[] = pretrain.knn.map(({ epoch, top1 }) => [epoch, top1]);
  const last = pretrain.knn.at(-1);
  const setting = (path: string): string =>
    sections.find(({ name }) => name === 'pretrain')?.settings.find(([name]) => name === path)?.[1] ?? 'unknown';
  const monitor = `kNN top-1, k = ${setting('knn.k')}, T = ${setting('knn.temperature')}, test split`;
  const charts = [
    figure(
      'Loss',
      await lineChart({
        label: `Training loss by epoch, from ${pretrain.loss.first.toFixed(3)} to ${pretrain.loss.last.toFixed(3)}`,
        x: 'epoch',
        y: 'NT-Xent loss',
        series: [{ name: 'loss', points: curve(({ loss }) => loss) }],
      }),
      `NT-Xent of each training batch: ${pretrain.loss.first.toFixed(3)} at the first step, ${pretrain.loss.last.toFixed(3)} at the last.${averaged}`,
    ),
    figure(
      'kNN monitor',
      await lineChart({
        label: `${monitor}, by epoch${last === undefined ? '' : `: ${percent(last.top1)} at the end`}`,
        x: 'epoch',
        y: 'kNN top-1, %',
        series: [{ name: 'kNN', points: knn }],
        markers: knn.length <= 60,
      }),
      `${monitor}.${last === undefined ? '' : ` ${percent(last.top1)} after epoch ${last.epoch}.`} Epoch 0 is before training.`,
    ),
    figure(
      'Learning rate',
      await lineChart({
        label: 'Learning rate by epoch',
        x: 'epoch',
        y: 'learning rate',
        series: [{ name: 'learning rate', points: curve(({ lr }) => lr) }],
        fromZero: true,
      }),
      `Of SGD, by step.${averaged}`,
    ),
  ];
  return {
    id: 'training',
    heading: 'Training',
    body: html`<p>${whole(pretrain.steps)} steps in ${whole(pretrain.epochs)} epochs.</p>
      ${grid(charts)}`,
  };
}
