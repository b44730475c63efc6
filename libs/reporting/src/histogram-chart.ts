import type { Html } from './html';
import { CHART_WIDTH, renderChart } from './render-chart';

/** Histograms over the same bins, one above the other. */
export interface HistogramChart {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  /** Borders of the bins: one more than shares. */
  readonly edges: readonly number[];
  /** One or two. */
  readonly series: readonly { readonly name: string; readonly shares: readonly number[] }[];
}

const HEIGHT = 210;

/** Histograms as SVG: each an outline with a see-through area, so that what they share is seen. */
export function histogramChart({ label, x, y, edges, series }: HistogramChart): Promise<Html> {
  const values = series.flatMap(({ name, shares }) =>
    // A step runs from a bin's lower border; the last one is closed at the upper end.
    edges.map((edge, bin) => ({ name, edge, share: shares[bin] ?? shares.at(-1) ?? 0 })),
  );
  return renderChart(
    {
      width: CHART_WIDTH,
      height: HEIGHT,
      autosize: { type: 'fit', contains: 'padding' },
      data: { values },
      mark: { type: 'area', interpolate: 'step-after', fillOpacity: 0.28, line: { strokeWidth: 1.5 } },
      encoding: {
        x: {
          field: 'edge',
          type: 'quantitative',
          title: x,
          axis: { grid: false, tickCount: 5 },
          scale: { nice: false },
        },
        y: {
          field: 'share',
          type: 'quantitative',
          title: y,
          stack: null,
          axis: { tickCount: 4, format: '.0%' },
        },
        color: { field: 'name', type: 'nominal', sort: null },
      },
    },
    label,
  );
}
