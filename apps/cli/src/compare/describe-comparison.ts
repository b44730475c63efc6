import { duration } from '@amcl/reporting';
import { alignColumns } from '../align-columns';
import type { ComparedRow, Comparison } from './comparison';
import { figures, shownFigures, type FigureKey } from './figures';
import { measuredOn } from './measured-on';
import { deviationText, intervalText, probabilityText, signedText, summaryText, valueText } from './format';

/** A comparison as tables for a terminal. */
export function describeComparison(comparison: Comparison): string {
  const { rows } = comparison;
  const blocks = [
    [`Results on ${measuredOn(rows)}: mean ± half of the 95 % interval over the seeds (deviation)`, results(rows)],
    [`Differences to ${rows[0]?.label ?? ''}, 95 % interval; p of several comparisons by Holm`, differences(rows)],
    ['Cost: mean over the seeds', costs(rows)],
    ['Settings that differ', settings(comparison)],
    [
      'Published of the same data set and encoder, by the full recipes; metrics that differ cannot be compared',
      published(rows),
    ],
  ] as const;
  return blocks
    .filter(([, lines]) => lines.length > 1)
    .map(([title, lines]) => [title, ...alignColumns(lines).map((line) => `  ${line}`)].join('\n'))
    .join('\n\n');
}

function results(rows: readonly ComparedRow[]): string[][] {
  const shown = shownFigures(rows);
  const cells = ({ label, seeds, figures: row }: ComparedRow): string[] => [
    label,
    String(seeds.length),
    ...shown.map((figure) => {
      const summary = row.find(({ key }) => key === figure.key)?.summary;
      if (summary === undefined) return '';
      const deviation = summary.deviation === null ? '' : ` (${deviationText(figure, summary)})`;
      return `${summaryText(figure, summary)}${deviation}`;
    }),
  ];
  const head = shown.map(({ name, unit }) => (unit === '' ? name : `${name}, ${unit}`));
  return [['', 'seeds', ...head], ...rows.map(cells)];
}

function differences(rows: readonly ComparedRow[]): string[][] {
  const lines = rows.slice(1).flatMap(({ label, figures: row }) =>
    figures.flatMap((figure) => {
      const difference = row.find(({ key }) => key === figure.key)?.toFirst;
      if (!difference) return [];
      const { test, pCorrected, untested } = difference;
      const said =
        test === null
          ? ['–', '–', untested ?? '']
          : [intervalText(figure, test.interval), probabilityText(pCorrected ?? test.p), test.test];
      return [[label, figure.name, signedText(figure, difference.difference), ...said]];
    }),
  );
  return [['', 'figure', 'difference', '95 %', 'p', 'test'], ...lines];
}

function costs(rows: readonly ComparedRow[]): string[][] {
  const stages = [...new Set(rows.flatMap(({ cost }) => cost.seconds.map(({ stage }) => stage)))];
  const cells = ({ label, cost }: ComparedRow): string[] => [
    label,
    ...stages.map((stage) => timeText(cost.seconds.find((known) => known.stage === stage)?.time.mean)),
    timeText(cost.total?.mean),
    cost.viewsPerSecond?.mean.toFixed(0) ?? '–',
    cost.peakMemoryBytes === null ? '–' : `${(cost.peakMemoryBytes.mean / 1e9).toFixed(2)} GB`,
    cost.devices.join(', '),
  ];
  return [['', ...stages, 'together', 'views/s', 'memory', 'device'], ...rows.map(cells)];
}

function timeText(seconds: number | undefined): string {
  return seconds === undefined ? '–' : duration(seconds);
}

function settings({ experiments, settings: rows }: Comparison): string[][] {
  return [['', ...experiments], ...rows.map(({ path, values }) => [path, ...values.map((value) => value ?? '–')])];
}

function published(rows: readonly ComparedRow[]): string[][] {
  const lines = rows.flatMap(({ label, figures: own, published: all }) =>
    all.map(({ source, metric, value, epochs, beside, smaller }) => [
      label,
      ourText(own, beside),
      `${source} ${value.toFixed(2)}`,
      `${metric}${epochs === null ? '' : `, ${epochs} epochs`}`,
      smaller.length === 0 ? '' : `ours: ${smaller.join(', ')}`,
    ]),
  );
  return [['', 'ours', 'theirs', 'their metric'], ...lines];
}

/** Our figure that comes nearest, by its name. */
function ourText(own: ComparedRow['figures'], key: FigureKey): string {
  const figure = figures.find((known) => known.key === key);
  const summary = own.find((known) => known.key === key)?.summary;
  return figure === undefined || summary === undefined ? '' : `${figure.name} ${valueText(figure, summary.mean)}`;
}
