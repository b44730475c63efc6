import { figure, grid, html, intervalChart, lineChart, page, type Html, type Section } from '@amcl/reporting';
import { rowsOf, type RowRuns } from './build-comparison';
import type { Comparison } from './comparison';
import type { FinishedExperiment } from './finished-experiment';
import { knnCurves, lossCurves } from './curves';
import { shownFigures, type Figure } from './figures';
import { valueText } from './format';
import { measuredOn } from './measured-on';
import { costSection, publishedSection, resultsTable, settingsSection } from './page-sections';
import { similarityCharts } from './similarity-charts';

/** Rows that charts can tell apart; tables have all. */
const MOST_DRAWN = 8;

/** The comparison as an HTML document of one file. The same data gives the same bytes. */
export async function comparisonPage(
  comparison: Comparison,
  experiments: readonly FinishedExperiment[],
): Promise<string> {
  const rows = experiments.flatMap(rowsOf);
  const drawn = rows.slice(0, MOST_DRAWN);
  const published = publishedSection(comparison);
  return page({
    title: `Comparison: ${comparison.experiments.join(', ')}`,
    lead: lead(comparison),
    sections: [
      await resultsSection(comparison, rows.length),
      ...(published === null ? [] : [published]),
      await trainingSection(drawn, measuredOn(comparison.rows)),
      {
        id: 'similarity',
        heading: 'Similarity of pairs',
        body: html`<p>
            Cosine similarity after the projection head of the trained networks, mean over the seeds. The less the two
            histograms overlap, the better the network tells images apart.
          </p>
          ${await similarityCharts(drawn)}`,
      },
      settingsSection(comparison),
      costSection(comparison),
    ],
  });
}

function lead({ rows, experiments }: Comparison): string {
  const runs = rows.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const count = experiments.length === 1 ? '1 experiment' : `${experiments.length} experiments`;
  return `${count}, ${runs} ${runs === 1 ? 'run' : 'runs'}. All figures are of the trained encoder on ${measuredOn(rows)}; differences are to ${rows[0]?.label ?? ''}.`;
}

async function resultsSection(comparison: Comparison, rows: number): Promise<Section> {
  const charts: Html[] = [];
  for (const item of shownFigures(comparison.rows)) charts.push(await intervals(item, comparison));
  const notes = [
    ...(rows > MOST_DRAWN ? [`Charts show the first ${MOST_DRAWN} of ${rows}.`] : []),
    ...(rows > comparison.experiments.length
      ? [
          'Points of a sweep are ordered by the kNN monitor: the best of many looks better than it would if it were run again.',
        ]
      : []),
  ];
  return {
    id: 'results',
    heading: 'Results',
    body: html`${resultsTable(comparison)}
      <p class="note">${notes.join(' ')}</p>
      ${grid(charts)}`,
  };
}

/** Dots of the rows in a figure, with their intervals and seeds. */
async function intervals(item: Figure, { rows }: Comparison): Promise<Html> {
  const title = item.unit === '' ? item.name : `${item.name}, ${item.unit}`;
  const picture = await intervalChart({
    label: `${item.name} of each experiment: mean and 95 % interval over the seeds`,
    x: title,
    y: 'experiment',
    rows: rows.slice(0, MOST_DRAWN).flatMap(({ label, figures: own }, colour) => {
      const found = own.find(({ key }) => key === item.key);
      if (found === undefined) return [];
      const { summary, values } = found;
      const points = values.map(({ value }) => value);
      return [{ name: label, value: summary.mean, interval: summary.interval, points, colour }];
    }),
    format: (value) => valueText(item, value),
  });
  return figure(title, picture, `Mean, 95 % interval and each seed; the ${item.better} the better.`);
}

async function trainingSection(rows: readonly RowRuns[], measured: string): Promise<Section> {
  const band = rows.some(({ runs }) => runs.length > 1)
    ? 'Mean over the seeds; the area goes from the lowest to the highest.'
    : '';
  const [loss, knn] = [lossCurves(rows), knnCurves(rows)];
  const charts = [
    figure(
      'Loss',
      await lineChart({ label: 'Loss by epoch', x: 'epoch', y: 'loss', series: loss }),
      `${band} Losses of different methods or temperatures cannot be compared.`.trim(),
    ),
  ];
  if (knn.length > 0)
    charts.push(
      figure(
        'kNN monitor',
        await lineChart({ label: 'kNN top-1 by epoch', x: 'epoch', y: 'kNN top-1, %', series: knn, markers: true }),
        `${band} On ${measured}; epoch 0 is before training.`.trim(),
      ),
    );
  return { id: 'training', heading: 'Training', body: grid(charts) };
}
