import type { Point } from './bucket-means';
import { chart, type ChartData } from './chart';
import { rounded } from './csv';
import type { Html } from './html';
import type { LinesInteraction } from './interaction';
import { legend } from './legend';
import { colourOf, dashOf } from './palette';
import { CHART_WIDTH, renderChart, type Layer } from './render-chart';

/** An interval of a curve at an x. */
export type Interval = readonly [x: number, low: number, high: number];

/** A curve. */
export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  /** An area around the curve: of seeds, or of a confidence interval. */
  readonly band?: readonly Interval[];
  /** Of the palette, from 0 on: for one colour through all charts of a page. Default: the curve's index. */
  readonly colour?: number;
}

/** Curves over one axis. */
export interface LineChart {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  /** Up to eight can be told apart. A legend is drawn for two or more. */
  readonly series: readonly Curve[];
  /** Draw each point as well; for a few. */
  readonly markers?: boolean;
  /** Let the y axis begin at 0. */
  readonly fromZero?: boolean;
}

const HEIGHT = 200;

/** A curve as it is drawn. */
type Drawn = Required<Curve>;

/** Curves, each with its interval where it has one; points that are not finite are left out. */
export async function lineChart({ label, x, y, series, markers = false, fromZero = false }: LineChart): Promise<Html> {
  const finite = (numbers: readonly number[]): boolean => numbers.every(Number.isFinite);
  const curves = series.map(({ name, points, band = [], colour }, index): Drawn => ({
    name,
    points: points.filter(finite).map(([px, py]) => [rounded(px), rounded(py)]),
    band: band.filter(finite).map(([px, low, high]) => [rounded(px), rounded(low), rounded(high)]),
    colour: colour ?? index,
  }));
  const { picture, frame, domain } = await renderChart(
    {
      width: CHART_WIDTH,
      height: HEIGHT,
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          title: x,
          axis: { grid: false, tickCount: 6 },
          scale: { nice: false, zero: false },
        },
        y: { field: 'y', type: 'quantitative', title: y, axis: { tickCount: 5 }, scale: { zero: fromZero } },
      },
      layer: [...curves.flatMap(bandLayer), ...curves.flatMap((curve, index) => curveLayers(curve, index, markers))],
    },
    label,
  );
  const interaction: LinesInteraction = {
    kind: 'lines',
    frame,
    title: x,
    domains: [domain('x'), domain('y')],
    series: curves.map(seriesData),
  };
  return chart({
    picture,
    legend: curves.length > 1 ? legend(curves, 'line') : null,
    interaction,
    data: lineData(label, x, curves),
  });
}

function bandLayer({ band, colour }: Drawn, index: number): Layer[] {
  if (band.length === 0) return [];
  const values = band.map(([x, low, high]) => ({ x, y: low, high }));
  return [
    {
      name: `series_${index}_band`,
      data: { values },
      mark: { type: 'area', fill: colourOf(colour), fillOpacity: 0.18 },
      encoding: { y2: { field: 'high' } },
    },
  ];
}

function curveLayers({ points, colour }: Drawn, index: number, markers: boolean): Layer[] {
  const data = { values: points.map(([x, y]) => ({ x, y })) };
  const stroke = colourOf(colour);
  const strokeDash = dashOf(colour).split(' ').filter(Boolean).map(Number);
  return [
    {
      name: `series_${index}`,
      data,
      mark: { type: 'line', stroke, strokeWidth: 1.75, strokeJoin: 'round', strokeDash },
    },
    ...(markers
      ? [
          {
            name: `series_${index}_points`,
            data,
            mark: { type: 'point' as const, size: 24, opacity: 1, fill: stroke, stroke },
          },
        ]
      : []),
  ];
}

function seriesData({ name, colour, points, band }: Drawn): LinesInteraction['series'][number] {
  const at = new Map(band.map(([x, ...interval]) => [x, interval]));
  const interval = (end: 0 | 1): (number | null)[] => points.map(([x]) => at.get(x)?.[end] ?? null);
  return {
    name,
    colour,
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    ...(band.length > 0 ? { low: interval(0), high: interval(1) } : {}),
  };
}

/** A row for each x that a curve has, a column for each curve and for the ends of its interval. */
function lineData(label: string, x: string, curves: readonly Drawn[]): ChartData {
  const columns = curves.flatMap(({ name, points, band }) => [
    { name, values: new Map(points) },
    ...(band.length === 0
      ? []
      : [
          { name: `${name}, low`, values: new Map(band.map(([at, low]) => [at, low])) },
          { name: `${name}, high`, values: new Map(band.map(([at, , high]) => [at, high])) },
        ]),
  ]);
  const all = new Set(columns.flatMap(({ values }) => [...values.keys()]));
  const rows = [...all].sort((a, b) => a - b).map((at) => [at, ...columns.map(({ values }) => values.get(at) ?? null)]);
  return { label, head: [x, ...columns.map(({ name }) => name)], rows };
}
