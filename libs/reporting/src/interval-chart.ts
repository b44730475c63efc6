import { chart, shortNumber } from './chart';
import { rounded } from './csv';
import type { Html } from './html';
import { colourOf } from './palette';
import { CHART_WIDTH, renderChart, type Layer } from './render-chart';

/** A mean, its interval, and what it is the mean of. */
export interface IntervalRow {
  readonly name: string;
  readonly value: number;
  /** Null where there is none. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Drawn as small dots, such as the value of each seed. */
  readonly points?: readonly number[];
  /** Of the palette, from 0 on. Default: the row's index. */
  readonly colour?: number;
}

/** Means with intervals one below the other, over an axis that need not begin at 0. */
export interface IntervalChart {
  readonly label: string;
  /** Of the axis of values. */
  readonly x: string;
  /** What the rows are. */
  readonly y: string;
  /** From the top; one or more. */
  readonly rows: readonly IntervalRow[];
  /** A value in words, in the tooltip. Default: five digits. */
  readonly format?: (value: number) => string;
}

/** Height of a row, and of the axis. */
const [ROW, AXIS] = [30, 44] as const;
const MOST_LETTERS = 150;

/** A forest plot: a dot for each mean, a line for its interval. */
export async function intervalChart(parts: IntervalChart): Promise<Html> {
  const { label, x, y, rows, format = shortNumber } = parts;
  const names = JSON.stringify(rows.map(({ name }) => name));
  const { picture, frame, position, bandwidth } = await renderChart(
    {
      width: CHART_WIDTH,
      height: ROW * rows.length + AXIS,
      encoding: {
        y: {
          field: 'row',
          type: 'ordinal',
          title: null,
          axis: { ticks: false, labelExpr: `${names}[datum.value]`, labelLimit: MOST_LETTERS },
          scale: { domain: rows.map((_, index) => index), type: 'band' },
        },
        x: {
          field: 'value',
          type: 'quantitative',
          title: x,
          axis: { tickCount: 5 },
          scale: { zero: false, nice: true },
        },
      },
      layer: rows.flatMap(layers),
    },
    label,
  );
  const textOf = ({ value, interval }: IntervalRow): string =>
    interval === null ? format(value) : `${format(value)} [${format(interval[0])}, ${format(interval[1])}]`;
  return chart({
    picture,
    interaction: {
      kind: 'bands',
      frame,
      axis: 'y',
      series: rows.map(({ name, colour }, index) => ({ name, colour: colour ?? index })),
      bands: rows.map((row, index) => {
        const from = rounded(position('y', index));
        const texts = rows.map((other) => (other === row ? textOf(row) : null));
        return [from, rounded(from + bandwidth('y')), x, texts] as const;
      }),
    },
    data: {
      label,
      head: [y, x, 'low', 'high'],
      rows: rows.map(({ name, value, interval }) => [name, value, interval?.[0] ?? null, interval?.[1] ?? null]),
    },
  });
}

function layers({ value, interval, points = [], colour }: IntervalRow, row: number): Layer[] {
  const paint = colourOf(colour ?? row);
  const name = `series_${row}`;
  return [
    ...(interval === null
      ? []
      : [
          {
            name: `${name}_interval`,
            data: { values: [{ row, value: interval[0], high: interval[1] }] },
            mark: { type: 'rule' as const, stroke: paint, strokeWidth: 2 },
            encoding: { x2: { field: 'high' } },
          },
        ]),
    {
      name: `${name}_points`,
      data: { values: points.map((point) => ({ row, value: point })) },
      mark: { type: 'point', size: 22, stroke: paint, strokeWidth: 1, fill: 'transparent', opacity: 0.8 },
    },
    {
      name,
      data: { values: [{ row, value }] },
      mark: { type: 'point', size: 70, fill: paint, stroke: paint, opacity: 1 },
    },
  ];
}
