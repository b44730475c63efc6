import { chart } from './chart';
import { rounded } from './csv';
import type { Html } from './html';
import type { BandsInteraction } from './interaction';
import { legend } from './legend';
import { colourOf } from './palette';
import { CHART_WIDTH, renderChart, type Layer, type RenderedChart } from './render-chart';

/** Histograms over the same bins, one above the other. */
export interface HistogramChart {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  /** Borders of the bins: one more than shares. */
  readonly edges: readonly number[];
  /** One or two, three at most. A legend is drawn. */
  readonly series: readonly { readonly name: string; readonly shares: readonly number[] }[];
}

/** A histogram's picture and what the script is told of it. */
export interface DrawnHistogram {
  readonly picture: Html;
  readonly interaction: BandsInteraction;
}

const HEIGHT = 180;

/** Histograms: each an outline with a see-through area, so that what they share is seen. */
export async function histogramChart(histogram: HistogramChart): Promise<Html> {
  const { label, x, edges, series } = histogram;
  const entries = series.map(({ name }, colour) => ({ name, colour }));
  const rows = edges
    .slice(1)
    .map((to, bin) => [edges[bin] ?? 0, to, ...series.map(({ shares }) => shares[bin] ?? null)]);
  return chart({
    ...(await drawHistogram(histogram, { width: CHART_WIDTH, height: HEIGHT, ticks: 5 })),
    legend: legend(entries, 'area'),
    data: { label, head: [`${x} from`, 'to', ...series.map(({ name }) => name)], rows },
  });
}

/**
 * The picture of a histogram.
 * @param size `most` is the upper end of the y axis, in place of the largest share; `ticks` are those of the x axis
 */
export async function drawHistogram(
  { label, x, y, edges, series }: HistogramChart,
  size: { readonly width: number; readonly height: number; readonly ticks: number; readonly most?: number },
): Promise<DrawnHistogram> {
  const { width, height, ticks, most } = size;
  const drawn = await renderChart(
    {
      width,
      height,
      encoding: {
        x: {
          field: 'edge',
          type: 'quantitative',
          title: x === '' ? null : x,
          axis: { grid: false, tickCount: ticks },
          scale: { nice: false, zero: false },
        },
        y: {
          field: 'share',
          type: 'quantitative',
          title: y === '' ? null : y,
          stack: null,
          axis: { tickCount: 4, format: '.0%' },
          scale: { zero: true, ...(most === undefined ? {} : { domainMax: most }) },
        },
      },
      layer: series.flatMap(({ shares }, index) => layers(edges, shares, index)),
    },
    label,
  );
  return { picture: drawn.picture, interaction: bins(drawn, edges, series) };
}

function layers(edges: readonly number[], shares: readonly number[], index: number): Layer[] {
  // A step runs from a bin's lower border; the last one is closed at the upper end.
  const values = edges.map((edge, bin) => ({ edge, share: shares[bin] ?? shares.at(-1) ?? 0 }));
  const [data, colour] = [{ values }, colourOf(index)];
  const interpolate = 'step-after';
  return [
    { name: `series_${index}_area`, data, mark: { type: 'area', interpolate, fill: colour, fillOpacity: 0.28 } },
    { name: `series_${index}_line`, data, mark: { type: 'line', interpolate, stroke: colour, strokeWidth: 1.5 } },
  ];
}

function bins(
  { frame, position }: RenderedChart,
  edges: readonly number[],
  series: HistogramChart['series'],
): BandsInteraction {
  const place = (edge: number): number => rounded(position('x', edge));
  const short = (edge: number): string => String(Number(edge.toPrecision(4))).replace('-', '−');
  return {
    kind: 'bands',
    frame,
    axis: 'x',
    series: series.map(({ name }, colour) => ({ name, colour })),
    bands: edges.slice(1).map((to, bin) => {
      const from = edges[bin] ?? 0;
      const texts = series.map(({ shares }) => `${(100 * (shares[bin] ?? 0)).toFixed(2)} %`);
      return [place(from), place(to), `${short(from)} to ${short(to)}`, texts] as const;
    }),
  };
}
