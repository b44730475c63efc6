import type { Point } from './bucket-means';
import type { Html } from './html';
import { CHART_WIDTH, renderChart } from './render-chart';

/** Curves over one axis. */
export interface LineChart {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  /** One or two. A legend is drawn for two. */
  readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[];
  /** Draw each point as well; for a few. */
  readonly markers?: boolean;
  /** Let the y axis begin at 0. */
  readonly fromZero?: boolean;
}

const HEIGHT = 200;

/** Curves as SVG; points that are not finite are left out. */
export function lineChart({ label, x, y, series, markers = false, fromZero = false }: LineChart): Promise<Html> {
  const values = series.flatMap(({ name, points }) =>
    points.filter((point) => point.every(Number.isFinite)).map(([px, py]) => ({ name, x: px, y: py })),
  );
  return renderChart(
    {
      width: CHART_WIDTH,
      height: HEIGHT,
      autosize: { type: 'fit', contains: 'padding' },
      data: { values },
      mark: { type: 'line', strokeWidth: 1.75, strokeJoin: 'round', point: markers ? { size: 24 } : false },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          title: x,
          axis: { grid: false, tickCount: 6 },
          scale: { nice: false, zero: false },
        },
        y: { field: 'y', type: 'quantitative', title: y, axis: { tickCount: 5 }, scale: { zero: fromZero } },
        color: { field: 'name', type: 'nominal', sort: null, legend: series.length > 1 ? {} : null },
      },
    },
    label,
  );
}
