import { html, table, type Cell, type Section, duration } from '@amcl/reporting';
import type { ComparedFigure, ComparedRow, Comparison } from './comparison';
import { figures, type Figure } from './figures';
import { deviationText, intervalText, probabilityText, signedText, summaryText, valueText } from './format';

const right = (content: string, more: Partial<Cell> = {}): Cell => ({ content, align: 'right', ...more });
const heads = (first: string, names: readonly string[]) => [
  { content: first },
  ...names.map((content) => ({ content, align: 'right' as const })),
];

/** Every figure of every row, with its difference to the first row. */
export function resultsTable({ rows }: Comparison) {
  const lines = figures.flatMap((figure) =>
    rows.flatMap((row) => {
      const own = row.figures.find(({ key }) => key === figure.key);
      return own === undefined ? [] : [line(figure, row, own)];
    }),
  );
  const names = ['figure', 'seeds', 'mean ± 95 %', 'deviation', 'difference', '95 %', 'p', 'test'];
  return table({
    label: 'Results over the seeds',
    head: heads('experiment', names),
    rows: lines,
    caption:
      'Mean and 95 % interval by Student’s t over the seeds; difference to the first experiment; p of several comparisons corrected by Holm’s method.',
  });
}

function line(figure: Figure, { label }: ComparedRow, { summary, toFirst }: ComparedFigure): Cell[] {
  const unit = figure.unit === '' ? '' : ` ${figure.unit}`;
  const start = [
    { content: label },
    right(figure.name),
    right(String(summary.n)),
    right(`${summaryText(figure, summary)}${unit}`, { strong: true, value: summary.mean }),
    right(deviationText(figure, summary), { value: summary.deviation }),
  ];
  if (toFirst === null) return [...start, ...['–', '–', '–', '–'].map((dash) => right(dash))];
  const { difference, test, pCorrected, untested } = toFirst;
  const good = figure.better === 'higher' ? difference > 0 : difference < 0;
  const change = right(signedText(figure, difference), { value: difference, trend: good ? 'up' : 'down' });
  if (test === null) return [...start, change, right('–'), right('–'), right(untested ?? '')];
  const p = pCorrected ?? test.p;
  return [
    ...start,
    change,
    right(intervalText(figure, test.interval)),
    right(probabilityText(p), { value: p }),
    right(test.test),
  ];
}

/** The settings that are not the same everywhere. */
export function settingsSection({ experiments, settings }: Comparison): Section {
  const rows = settings.map(({ path, values }): Cell[] => [
    { content: html`<code>${path}</code>` },
    ...values.map((value): Cell => ({ content: value ?? '–' })),
  ]);
  const body =
    rows.length === 0
      ? html`<p>No setting differs.</p>`
      : table({
          label: 'Settings that differ',
          head: [{ content: 'setting' }, ...experiments.map((content) => ({ content }))],
          rows,
          caption: 'All others are the same. A dash: there is no such setting.',
        });
  return { id: 'settings', heading: 'Settings that differ', body };
}

/** Wall time, speed and memory. */
export function costSection({ rows }: Comparison): Section {
  const stages = [...new Set(rows.flatMap(({ cost }) => cost.seconds.map(({ stage }) => stage)))];
  const time = (seconds: number | undefined): Cell =>
    seconds === undefined ? right('–') : right(duration(seconds), { value: seconds });
  const lines = rows.map(({ label, cost }): Cell[] => [
    { content: label },
    ...stages.map((stage) => time(cost.seconds.find((known) => known.stage === stage)?.time.mean)),
    time(cost.total?.mean),
    right(cost.viewsPerSecond?.mean.toFixed(0) ?? '–', { value: cost.viewsPerSecond?.mean ?? null }),
    right(cost.peakMemoryBytes === null ? '–' : `${(cost.peakMemoryBytes.mean / 1e9).toFixed(2)} GB`),
    right(cost.devices.join(', ')),
  ]);
  const body = table({
    label: 'Wall time, speed and memory',
    head: heads('experiment', [...stages, 'together', 'views/s', 'memory', 'device']),
    rows: lines,
    caption:
      'Mean over the seeds, of the machine that did each run. Views per second and memory at most are those of the training; an image has two views.',
  });
  return { id: 'cost', heading: 'Cost', body };
}

/** What others published of the same methods. */
export function publishedSection({ rows }: Comparison): Section | null {
  const lines = rows.flatMap((row) =>
    row.published.map((published): Cell[] => {
      const figure = figures.find(({ key }) => key === published.beside);
      const own = row.figures.find(({ key }) => key === published.beside);
      const { value, source, url, metric, epochs, batchSize, smaller } = published;
      const recipe = [
        ...(epochs === null ? [] : [`${epochs} epochs`]),
        ...(batchSize === null ? [] : [`batch ${batchSize}`]),
      ];
      const less = smaller.length === 0 ? '' : `Ours is smaller: ${smaller.join(', ')}.`;
      return [
        { content: row.label },
        right(figure && own ? `${figure.name} ${valueText(figure, own.summary.mean)} %` : '–'),
        right(`${value.toFixed(2)} %`, { strong: true }),
        {
          content: html`<span class="prose"
            ><a href="${url}">${source}</a>: ${[metric, ...recipe].join(', ')}. ${less}</span
          >`,
        },
      ];
    }),
  );
  if (lines.length === 0) return null;
  const body = html`<p>
      Of CIFAR-10 and ResNet-18 by the full recipe of each source. The metrics are not the same: a kNN figure cannot be
      compared with a linear one, nor a best epoch with a last one.
    </p>
    ${table({
      label: 'Published figures',
      head: [...heads('experiment', ['ours', 'published']), { content: 'source, metric and recipe' }],
      rows: lines,
    })}`;
  return { id: 'published', heading: 'Published figures', body };
}
