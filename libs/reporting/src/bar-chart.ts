import { chart, shortNumber } from './chart';
import { rounded } from './csv';
import type { Html } from './html';
import { legend } from './legend';
import { colourOf } from './palette';
import { CHART_WIDTH, renderChart, type Layer } from './render-chart';

/** Bars of one colour, a value for each category. */
export interface BarSeries {
  readonly name: string;
  /** `null`: there is none. */
  readonly values: readonly (number | null)[];
  /** Of each value, drawn as a line across the end of its bar. */
  readonly intervals?: readonly (readonly [low: number, high: number] | null)[];
  /** Of the palette, from 0 on. Default: the series' index. */
  readonly colour?: number;
}

/** Horizontal bars from 0 on, grouped by category. */
export interface BarChart {
  readonly label: string;
  /** Of the axis of values. */
  readonly x: string;
  /** What the categories are. */
  readonly y: string;
  /** From the top. */
  readonly categories: readonly string[];
  /** A legend is drawn for two or more. */
  readonly series: readonly BarSeries[];
  /** A value in words, in the tooltip and, of a single series, beside the bar. Default: five digits. */
  readonly format?: (value: number) => string;
}

/** Height of a bar, of the space between groups, and of the axis. */
const [BAR, BETWEEN, AXIS] = [16, 8, 40] as const;
/** Room beyond the longest bar for its text, as a share of it. */
const TEXT_ROOM = 0.22;

/** Horizontal bars, grouped by category, with intervals where there are any. */
export async function barChart(parts: BarChart): Promise<Html> {
  const { label, x, y, categories, series, format = shortNumber } = parts;
  const single = series.length === 1;
  const ends = series.flatMap(({ values, intervals = [] }) => [...values, ...intervals.flatMap((pair) => pair ?? [])]);
  const most = Math.max(0, ...ends.map((value) => value ?? 0));
  const group = BAR * series.length + BETWEEN;
  const { picture, frame, position, bandwidth } = await renderChart(
    {
      width: CHART_WIDTH,
      height: group * categories.length + AXIS,
      encoding: {
        y: {
          field: 'category',
          type: 'ordinal',
          title: null,
          axis: { ticks: false, labelExpr: `${JSON.stringify(categories)}[datum.value]`, labelLimit: 140 },
          scale: { domain: categories.map((_, index) => index), paddingInner: BETWEEN / group, paddingOuter: 0.1 },
        },
        ...(single ? {} : { yOffset: { field: 'series', scale: { domain: series.map((_, index) => index) } } }),
        x: {
          field: 'value',
          type: 'quantitative',
          title: x,
          axis: { tickCount: 5 },
          scale: { zero: true, nice: false, domainMax: single ? most * (1 + TEXT_ROOM) : most },
        },
      },
      layer: series.flatMap((bars, index) => layers(bars, index, single ? format : null)),
    },
    label,
  );
  const entries = series.map(({ name, colour }, index) => ({ name, colour: colour ?? index }));
  return chart({
    picture,
    legend: single ? null : legend(entries, 'area'),
    interaction: {
      kind: 'bands',
      frame,
      axis: 'y',
      series: entries,
      bands: categories.map((name, index) => {
        const from = rounded(position('y', index));
        const texts = series.map((bars) => textOf(bars, index, format));
        return [from, rounded(from + bandwidth('y')), name, texts] as const;
      }),
    },
    data: data(label, y, parts),
  });
}

function layers(
  { values, intervals = [], colour }: BarSeries,
  series: number,
  format: BarChart['format'] | null,
): Layer[] {
  const name = `series_${series}`;
  const fill = colourOf(colour ?? series);
  const rows = values.flatMap((value, category) => {
    if (value === null) return [];
    const [low, high] = intervals[category] ?? [null, null];
    return [{ category, series, value, low, high: high ?? value, text: format?.(value) ?? '' }];
  });
  const whiskers = rows.filter(({ low }) => low !== null);
  const place = { field: 'high', type: 'quantitative' as const };
  return [
    { name, data: { values: rows }, mark: { type: 'bar', fill } },
    ...(whiskers.length === 0
      ? []
      : [
          {
            name: `${name}_interval`,
            data: { values: whiskers },
            mark: { type: 'rule' as const, stroke: 'currentColor', strokeWidth: 1.5 },
            encoding: { x: { field: 'low', type: 'quantitative' as const }, x2: { field: 'high' } },
          },
        ]),
    ...(format === null
      ? []
      : [
          {
            name: `${name}_text`,
            data: { values: rows },
            mark: { type: 'text' as const, align: 'left' as const, dx: 5, fill: 'currentColor', fontSize: 11 },
            encoding: { x: place, text: { field: 'text', type: 'nominal' as const } },
          },
        ]),
  ];
}

function textOf(
  { values, intervals = [] }: BarSeries,
  index: number,
  format: (value: number) => string,
): string | null {
  const [value = null, interval = null] = [values[index], intervals[index]];
  if (value === null) return null;
  return interval === null ? format(value) : `${format(value)} [${format(interval[0])}, ${format(interval[1])}]`;
}

function data(label: string, y: string, { categories, series }: BarChart) {
  const columns = series.flatMap(({ name, values, intervals }) => [
    { name, values },
    ...(intervals === undefined
      ? []
      : [
          { name: `${name}, low`, values: intervals.map((pair) => pair?.[0] ?? null) },
          { name: `${name}, high`, values: intervals.map((pair) => pair?.[1] ?? null) },
        ]),
  ]);
  return {
    label,
    head: [y, ...columns.map(({ name }) => name)],
    rows: categories.map((name, index) => [name, ...columns.map(({ values }) => values[index] ?? null)]),
  };
}
