import {
  bucketMeans,
  figure,
  grid,
  html,
  lineChart,
  table,
  type Cell,
  type Html,
  type Point,
  type Section,
} from '@amcl/reporting';
import { measuredSplit } from '@amcl/results';
import { flatten, groupByPoint, probedData, type RunData } from '@amcl/runs';
import { summarize, type Summary } from '@amcl/statistics';
import { percent } from './format';
import type { ReportData } from './report-data';

/** More curves cannot be told apart. */
const MOST_CURVES = 8;
/** More points than the chart has pixels are averaged. */
const MOST_POINTS = 200;

/** A figure of a run in percent, with its exact name. */
interface Figure {
  readonly name: string;
  readonly of: (run: RunData) => number;
}

/** Fine-tuning where every run has it. */
function figures(runs: readonly RunData[], { probe }: RunData): Figure[] {
  const { k, temperature } = probe.trained.knn;
  const tuned = runs.every((run) => run.probe.fineTuned !== null);
  return [
    { name: `kNN top-1, k = ${k}, T = ${temperature}`, of: ({ probe }) => probe.trained.knn.top1 },
    { name: 'linear probe top-1, last epoch', of: ({ probe }) => probe.trained.probe.top1 },
    { name: 'linear probe top-5, last epoch', of: ({ probe }) => probe.trained.probe.top5 },
    ...(tuned
      ? [
          { name: 'fine-tuned top-1, last epoch', of: ({ probe }: RunData) => probe.fineTuned?.top1 ?? NaN },
          { name: 'fine-tuned top-5, last epoch', of: ({ probe }: RunData) => probe.fineTuned?.top5 ?? NaN },
        ]
      : []),
  ];
}

/** The runs beside each other, and over the seeds of each point mean, deviation and interval. Null for an experiment of one run. */
export async function runsSection({ runs }: ReportData): Promise<Section | null> {
  const [first] = runs;
  if (first === undefined || runs.length === 1) return null;
  const split = measuredSplit(probedData(first));
  const charts = await curves(runs, measuredSplit(first.ingest));
  const measured = figures(runs, first);
  const shown = first.name ?? `seed ${first.seed}`;
  return {
    id: 'runs',
    heading: 'Runs',
    body: html`<p>${runs.length} runs of the experiment. The other sections show ${shown} alone.</p>
      ${summaryTable(groupByPoint(runs), measured, split)} ${runTable(runs, measured, split)} ${grid(charts)}`,
  };
}

/** What a point of a sweep sets, in words. */
function settings(point: RunData['point']): string {
  const entries = flatten(point).map(([path, value]) => `${path} = ${value}`);
  return entries.length === 0 ? 'all runs' : entries.join(', ');
}

function summaryTable(points: readonly (readonly RunData[])[], measured: readonly Figure[], split: string): Html {
  const rows = points.flatMap((runs) =>
    measured.map(({ name, of }): Cell[] => {
      const { n, mean, deviation, interval } = summarize(runs.map(of));
      const right = (content: string, value: number | null, strong = false): Cell => ({
        content,
        value,
        align: 'right',
        strong,
      });
      return [
        ...(points.length > 1 ? [{ content: settings(runs[0]?.point ?? {}) }, { content: name }] : [{ content: name }]),
        right(percent(mean), mean, true),
        right(deviation === null ? '' : deviation.toFixed(2), deviation),
        right(describeInterval(interval), null),
        right(String(n), n),
      ];
    }),
  );
  return table({
    label: `Mean over the seeds, ${split}`,
    head: [
      ...(points.length > 1 ? [{ content: 'point' }] : []),
      { content: 'figure, trained encoder' },
      { content: 'mean', align: 'right' },
      { content: 'deviation', align: 'right' },
      { content: '95 % interval', align: 'right' },
      { content: 'runs', align: 'right' },
    ],
    rows,
    caption:
      'Deviation of the sample; Student’s t interval of the mean over endlessly many seeds, if they scatter normally.',
  });
}

function describeInterval(interval: Summary['interval']): string {
  return interval === null ? '' : `${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}`;
}

function runTable(runs: readonly RunData[], measured: readonly Figure[], split: string): Html {
  const swept = runs.some(({ point }) => Object.keys(point).length > 0);
  const rows = runs.map((run): Cell[] => [
    { content: nameOf(run) },
    ...(swept ? [{ content: settings(run.point) }] : []),
    ...measured.map(({ of }): Cell => ({ content: percent(of(run)), value: of(run), align: 'right' })),
  ]);
  return table({
    label: `Each run, ${split}`,
    head: [
      { content: 'run' },
      ...(swept ? [{ content: 'settings' }] : []),
      ...measured.map(({ name }) => ({ content: name, align: 'right' as const })),
    ],
    rows,
  });
}

/** The run's name, and that it was stopped early. */
function nameOf({ name, seed, pretrain: { stopped } }: RunData): string {
  const early = stopped === null ? '' : `, stopped early after epoch ${stopped.epoch}`;
  return `${name ?? `seed ${seed}`}${early}`;
}

async function curves(runs: readonly RunData[], split: string): Promise<Html[]> {
  const drawn = runs.slice(0, MOST_CURVES);
  const some = drawn.length < runs.length ? ` The first ${drawn.length} of ${runs.length} runs.` : '';
  const series = (points: (run: RunData) => Point[]) =>
    drawn.map((run) => ({ name: run.name ?? `seed ${run.seed}`, points: points(run) }));
  const loss = await lineChart({
    label: 'Training loss of each run by epoch',
    x: 'epoch',
    y: 'loss',
    series: series(lossOf),
  });
  const knn = await lineChart({
    label: 'kNN monitor of each run by epoch',
    x: 'epoch',
    y: 'kNN top-1, %',
    series: series(({ pretrain }) => pretrain.knn.map(({ epoch, top1 }): Point => [epoch, top1])),
    markers: true,
  });
  return [
    figure('Loss of each run', loss, `By epoch, smoothed.${some}`),
    figure('kNN monitor of each run', knn, `On the ${split}; epoch 0 is before training.${some}`),
  ];
}

function lossOf({ metrics, pretrain }: RunData): Point[] {
  const stepsPerEpoch = pretrain.steps / pretrain.epochs;
  const points = metrics.flatMap((metric): Point[] =>
    'loss' in metric ? [[metric.step / stepsPerEpoch, metric.loss]] : [],
  );
  return bucketMeans(points, MOST_POINTS);
}
