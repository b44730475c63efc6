import { csvLink, type CsvCell } from './csv';
import { html, type Html } from './html';
import { interactionData, type Interaction } from './interaction';
import { tableElement, type Cell } from './table';

/** The numbers behind a chart: what is shown to those who do not see it, and what the CSV link saves. */
export interface ChartData {
  /** What the chart shows, in a sentence. */
  readonly label: string;
  readonly head: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly CsvCell[])[];
  /** In place of `rows` in the page, where these are too many to be read. */
  readonly summary?: { readonly head: readonly string[]; readonly rows: readonly (readonly CsvCell[])[] };
}

/** More rows than these are thinned out in the page; the file has all of them. */
const MOST_ROWS = 50;
/** Digits of a number in the page. */
const DIGITS = 5;

/** A picture with its legend, what the script is told of it, and its data as a table and a file. */
export function chart(parts: {
  readonly picture: Html;
  readonly legend?: Html | null;
  readonly interaction: Interaction;
  readonly data: ChartData;
}): Html {
  const { picture, legend = null, interaction, data } = parts;
  return html`<div class="chart">${legend}${plot(picture, interaction)}${chartData(data)}</div>`;
}

/** The picture with what the script is told of it. */
export function plot(picture: Html, interaction: Interaction): Html {
  return html`<div class="plot">${picture}${interactionData(interaction)}</div>`;
}

/** The data of a chart, folded up, and the link that saves them. */
export function chartData({ label, head, rows, summary }: ChartData): Html {
  const shown = summary ?? { head, rows };
  const every = Math.ceil(shown.rows.length / MOST_ROWS);
  const thinned = shown.rows.filter((_, index) => index % every === 0);
  const content = tableElement({
    head: shown.head.map((name, index) => ({ content: name, align: index === 0 ? 'left' : 'right' })),
    rows: thinned.map((row) => row.map((cell): Cell => ({ content: cellText(cell), align: 'right' }))),
    ...(every > 1 ? { caption: `One row of ${every}; the CSV file has all of them.` } : {}),
  });
  return html`<div class="data">
    <details>
      <summary>Data<span class="unseen"> of ${label}</span></summary>
      <div class="scroll" role="region" aria-label="Data: ${label}" tabindex="0">${content}</div>
    </details>
    ${csvLink(label, [head, ...rows])}
  </div>`;
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? shortNumber(cell) : cell;
}

/** A number with at most five digits that count. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(DIGITS))).replace('-', '−');
}
