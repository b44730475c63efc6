import { randomStream } from '@amcl/random';
import {
  barChart,
  figure,
  grid,
  heatMap,
  histogramChart,
  histogramGrid,
  html,
  lineChart,
  page,
  settingsCard,
  table,
  type Curve,
  type Html,
  type Interval,
  type Point,
} from '../index';
import { CLASSES, map, neighbours } from './gallery-images';

const EXPERIMENTS = [
  'SimCLR',
  'SimCLR + AMCL',
  'MoCo',
  'MoCo + AMCL',
  'SimSiam',
  'SimSiam + AMCL',
  'Barlow',
  'Barlow + AMCL',
];
const BINS = 40;
const EDGES = Array.from({ length: BINS + 1 }, (_, index) => (2 * index) / BINS - 1);

/** A page with every kind of figure from made-up numbers: for tests, and for looking at. The same text each time. */
export async function galleryPage(): Promise<string> {
  return page({
    title: 'Every kind of figure that a page may have',
    lead: 'Made-up numbers, to see that figures are drawn well in light and dark, in a wide window and on a phone.',
    sections: [
      { id: 'tables', heading: 'Tables', body: tables() },
      { id: 'curves', heading: 'Curves', body: grid([await twoCurves(), await eightCurves(), await fewPoints()]) },
      { id: 'histograms', heading: 'Histograms', body: html`${grid([await oneHistogram()])}${await manyHistograms()}` },
      { id: 'classes', heading: 'Classes', body: grid([await bars(), await groupedBars(), await matrix()]) },
      { id: 'images', heading: 'Images', body: html`${grid([await map()])}${await neighbours()}` },
    ],
  });
}

function tables(): Html {
  const accuracies = table({
    label: 'Accuracy of three experiments',
    head: [
      { content: 'experiment' },
      { content: 'kNN top-1', align: 'right' },
      { content: 'difference', align: 'right' },
    ],
    rows: [
      [
        { content: '=SUM(A1)' },
        { content: '80.00 %', align: 'right', value: 80.0004 },
        { content: '', align: 'right' },
      ],
      [
        { content: 'with "quotes", and a comma' },
        { content: '82.50 %', align: 'right', strong: true, value: 82.5 },
        { content: '+2.50', align: 'right', trend: 'up' },
      ],
      [
        { content: html`<code>mine</code> & #3` },
        { content: '79.00 %', align: 'right', value: 79 },
        { content: '−1.00', align: 'right', trend: 'down' },
      ],
    ],
    caption: 'Test split.',
  });
  return html`${accuracies}${grid([
    settingsCard('Settings', [
      ['optimizer.lr', '0.06'],
      ['method.temperature', '0.5'],
    ]),
  ])}`;
}

function curve(name: string, level: number, noise = 0.02, count = 120): Curve & { readonly band: Interval[] } {
  const random = randomStream(1, `gallery ${name}`);
  const points = Array.from({ length: count }, (_, index): Point => {
    const x = (10 * (index + 1)) / count;
    return [x, level + 1.5 * Math.exp(-x / 3) + noise * random.normal()];
  });
  return { name, points, band: points.map(([x, y]): Interval => [x, y - 0.1, y + 0.1]) };
}

async function twoCurves(): Promise<Html> {
  const series = [curve('base', 4.2), curve('AMCL', 3.9)];
  const chart = await lineChart({
    label: 'Loss by epoch of base and AMCL, with intervals',
    x: 'epoch',
    y: 'loss',
    series,
  });
  return figure('Two curves with intervals', chart, 'Mean of three seeds with its 95 % interval.');
}

async function eightCurves(): Promise<Html> {
  const series = EXPERIMENTS.map((name, index) => ({ name, points: curve(name, 3 + 0.35 * index, 0.03).points }));
  const chart = await lineChart({ label: 'Loss by epoch of eight experiments', x: 'epoch', y: 'loss', series });
  return figure('Eight curves', chart, 'As many as can be told apart.');
}

async function fewPoints(): Promise<Html> {
  const points: Point[] = [0, 2, 4, 6, 8, 10].map((epoch) => [epoch, 55 - 25 * Math.exp(-epoch / 4)]);
  const chart = await lineChart({
    label: 'kNN top-1 by epoch',
    x: 'epoch',
    y: 'kNN top-1, %',
    series: [{ name: 'kNN', points }],
    markers: true,
  });
  return figure('A curve of a few points', chart, 'Epoch 0 is before training.');
}

function bell(mean: number, width: number): number[] {
  const heights = EDGES.slice(1).map((edge) => Math.exp(-(((edge - 1 / BINS - mean) / width) ** 2)));
  const total = heights.reduce((sum, height) => sum + height, 0);
  return heights.map((height) => height / total);
}

async function oneHistogram(): Promise<Html> {
  const chart = await histogramChart({
    label: 'Histograms of the similarity of pairs',
    x: 'cosine similarity',
    y: 'share of pairs',
    edges: EDGES,
    series: [
      { name: 'positive pairs', shares: bell(0.7, 0.2) },
      { name: 'negative pairs', shares: bell(0.05, 0.35) },
    ],
  });
  return figure('Similarity of pairs', chart, 'Of two views of one image, and of two images.');
}

async function manyHistograms(): Promise<Html> {
  const columns = ['one augmentation', 'two', 'three', 'four', 'five'];
  const row = (gain: number) =>
    columns.map((_, index) => {
      const positive = bell(0.85 - 0.12 * index + gain, 0.15 + 0.03 * index);
      const negative = bell(0.1, 0.3);
      const overlap = positive.reduce((sum, share, bin) => sum + Math.min(share, negative[bin] ?? 0), 0);
      return { shares: [positive, negative], note: `overlap ${overlap.toFixed(3)}` };
    });
  const chart = await histogramGrid({
    label: 'Similarity of pairs by the number of augmentations',
    x: 'cosine similarity',
    edges: EDGES,
    series: ['positive pairs', 'negative pairs'],
    columns,
    rows: [
      { name: 'base', histograms: row(0) },
      { name: 'AMCL', histograms: row(0.1) },
    ],
  });
  return figure('By the number of augmentations', chart, 'Cosine similarity from −1 to 1; all of one height.');
}

async function bars(): Promise<Html> {
  const chart = await barChart({
    label: 'Speed of each stage',
    x: 'views per second',
    y: 'stage',
    categories: ['ingest', 'augment', 'pretrain', 'linear-probe'],
    series: [{ name: 'speed', values: [5200, 24_171, 812, null] }],
    format: (value) => value.toLocaleString('en'),
  });
  return figure('Speed of each stage', chart, 'On one machine.');
}

async function groupedBars(): Promise<Html> {
  const values = CLASSES.map((_, index) => 40 + 4 * ((index * 7) % 10));
  const around = (value: number) => [value - 3, value + 3] as const;
  const chart = await barChart({
    label: 'Linear probe top-1 of each class',
    x: 'top-1, %',
    y: 'class',
    categories: CLASSES,
    series: [
      { name: 'untrained', values: values.map((value) => value / 2) },
      { name: 'trained', values, intervals: values.map(around) },
    ],
    format: (value) => `${value.toFixed(1)} %`,
  });
  return figure('Accuracy of each class', chart, 'With 95 % intervals.');
}

async function matrix(): Promise<Html> {
  const counts = CLASSES.map((_, row) =>
    CLASSES.map((_, column) => (row === column ? 130 : (row * 7 + column * 3) % 15)),
  );
  const chart = await heatMap({ label: 'Confusion matrix', x: 'predicted', y: 'true', names: CLASSES, counts });
  return figure('Confusion matrix', chart, 'Number of images; the colour is the share of the row.');
}
