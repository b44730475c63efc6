import { chart } from './chart';
import type { Html } from './html';
import { CHART_WIDTH, renderChart } from './render-chart';

/** A square matrix of counts. */
export interface HeatMap {
  readonly label: string;
  readonly x: string;
  readonly y: string;
  /** Of rows and of columns. */
  readonly names: readonly string[];
  /** [row][column], 0 or more. */
  readonly counts: readonly (readonly number[])[];
}

/** More classes than these leave no room for numbers and names. */
const MOST_WITH_TEXT = 20;

/** A matrix: a cell is as strong as its share of its row, and has its count in it. */
export async function heatMap({ label, x, y, names, counts }: HeatMap): Promise<Html> {
  const shares = counts.map((row) => {
    const total = Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    );
    return row.map((count) => count / total);
  });
  const values = counts.flatMap((row, r) =>
    row.map((count, c) => ({ row: r, column: c, count, share: shares[r]?.[c] ?? 0 })),
  );
  const withText = names.length <= MOST_WITH_TEXT;
  const axis = {
    labels: withText,
    ticks: false,
    labelExpr: `${JSON.stringify(names)}[datum.value]`,
  };
  const field = (name: 'row' | 'column') => ({ field: name, type: 'ordinal' as const });
  const { picture, frame } = await renderChart(
    {
      width: CHART_WIDTH,
      height: CHART_WIDTH,
      data: { values },
      encoding: {
        x: {
          ...field('column'),
          title: x,
          axis: { ...axis, orient: 'top', labelAngle: -45 },
          scale: { paddingInner: 0.06, paddingOuter: 0 },
        },
        y: { ...field('row'), title: y, axis, scale: { paddingInner: 0.06, paddingOuter: 0 } },
      },
      layer: [
        { mark: { type: 'rect', fill: 'currentColor', opacity: 0.05, cornerRadius: 2 } },
        {
          mark: { type: 'rect', fill: 'var(--heat)', cornerRadius: 2 },
          encoding: {
            opacity: { field: 'share', type: 'quantitative', scale: { domain: [0, 1], range: [0, 1] }, legend: null },
          },
        },
        ...(withText
          ? [
              {
                mark: { type: 'text' as const, fontSize: names.length > 12 ? 7 : 11, fill: 'currentColor' },
                encoding: { text: { field: 'count', type: 'quantitative' as const } },
              },
            ]
          : []),
      ],
    },
    label,
  );
  const percent = (share: number): string => `${(100 * share).toFixed(1)} % of the row`;
  return chart({
    picture,
    interaction: {
      kind: 'cells',
      frame,
      rows: names.map((name) => `${y}: ${name}`),
      columns: names.map((name) => `${x}: ${name}`),
      texts: counts.map((row, r) => row.map((count, c) => `${count}, ${percent(shares[r]?.[c] ?? 0)}`)),
    },
    data: { label, head: [`${y} / ${x}`, ...names], rows: counts.map((row, r) => [names[r] ?? '', ...row]) },
  });
}
