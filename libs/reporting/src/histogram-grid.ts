import { chartData, plot } from './chart';
import { drawHistogram } from './histogram-chart';
import { html, type Html } from './html';
import { legend } from './legend';

/** A histogram of a grid. */
export interface GridHistogram {
  /** [series][bin], each 0 to 1. */
  readonly shares: readonly (readonly number[])[];
  /** A few words below it, such as `overlap 0.120`. */
  readonly note?: string;
}

/** Small histograms beside each other over the same axes: a row for each method, say, and a column for each augmentation. */
export interface HistogramGrid {
  readonly label: string;
  /** What is counted, in the tooltip and the table. */
  readonly x: string;
  /** Borders of the bins, of all histograms. */
  readonly edges: readonly number[];
  /** Names of the series, of all histograms: one or two. */
  readonly series: readonly string[];
  /** At most five stand beside each other in a wide window. */
  readonly columns: readonly string[];
  /** As many histograms as columns. */
  readonly rows: readonly { readonly name: string; readonly histograms: readonly GridHistogram[] }[];
}

const SIZE = { width: 190, height: 125, ticks: 3 } as const;
const DIGITS = 4;
/** The axis goes on beyond the largest share, so that no outline is cut and all plots are of one size. */
const HEADROOM = 1.05;

/**
 * Small histograms with one legend and one scale. In a narrow window a column becomes a line of its own, so that the rows
 * stand beside each other.
 */
export async function histogramGrid(parts: HistogramGrid): Promise<Html> {
  const { label, x, edges, series, columns, rows } = parts;
  const most =
    HEADROOM * Math.max(...rows.flatMap(({ histograms }) => histograms.flatMap(({ shares }) => shares.flat())));
  const cells: Html[] = [];
  for (const [column, columnName] of columns.entries()) {
    for (const { name, histograms } of rows) {
      const { shares, note = '' } = histograms[column] ?? { shares: [] };
      const title = `${name}, ${columnName}`;
      const named = shares.map((values, index) => ({ name: series[index] ?? '', shares: values }));
      const spoken = `${title}: ${x}${note === '' ? '' : `, ${note}`}`;
      const { picture, interaction } = await drawHistogram(
        { label: spoken, x: '', y: '', edges, series: named },
        { ...SIZE, most },
      );
      cells.push(
        html`<div class="cell">
          <p class="cell-name"><strong>${name}</strong> ${columnName}</p>
          ${plot(picture, interaction)}
          <p class="note">${note}</p>
        </div>`,
      );
    }
  }
  return html`<div class="chart">
    ${legend(
      series.map((name, colour) => ({ name, colour })),
      'area',
    )}
    <div class="histograms" style="--rows: ${rows.length}; --columns: ${columns.length}">${cells}</div>
    ${chartData(data(parts, label))}
  </div>`;
}

/** In the page what can be read: the notes and the means. In the file every bin. */
function data({ x, edges, series, columns, rows }: HistogramGrid, label: string) {
  const mean = (shares: readonly number[]): number =>
    Number(
      shares
        .reduce((sum, share, bin) => sum + (share * ((edges[bin] ?? 0) + (edges[bin + 1] ?? 0))) / 2, 0)
        .toPrecision(DIGITS),
    );
  const all = rows.flatMap(({ name, histograms }) =>
    histograms.map((histogram, column) => ({ name, column: columns[column] ?? '', ...histogram })),
  );
  return {
    label,
    head: ['row', 'column', `${x} from`, 'to', ...series],
    rows: all.flatMap(({ name, column, shares }) =>
      edges
        .slice(1)
        .map((to, bin) => [
          name,
          column,
          edges[bin] ?? 0,
          to,
          ...series.map((_, index) => shares[index]?.[bin] ?? null),
        ]),
    ),
    summary: {
      head: ['row', 'column', ...series.map((name) => `mean, ${name}`), 'note'],
      rows: all.map(({ name, column, shares, note = '' }) => [name, column, ...shares.map(mean), note]),
    },
  };
}
