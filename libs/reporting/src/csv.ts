import { html, type Html } from './html';

/** A cell of a CSV file; `null` is an empty one. */
export type CsvCell = string | number | null;

/** The numbers of a file are as exact as a float32. */
const DIGITS = 7;

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A number without the digits that a float32 does not have. */
export function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/**
 * A CSV file (RFC 4180): commas, lines that end with CR LF, quotes where they are needed. A text that a spreadsheet would
 * compute gets an apostrophe in front.
 */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * A link that saves a table as a CSV file; it needs no script.
 * @param label what the table holds; the file is named after it
 */
export function csvLink(label: string, rows: readonly (readonly CsvCell[])[]): Html {
  // Through UTF-8 half a surrogate pair, of which encodeURI would throw, becomes a replacement character.
  const text = Buffer.from(csvText(rows), 'utf8').toString('utf8');
  const address = `data:text/csv;charset=utf-8,${encodeURI(text).replaceAll('#', '%23')}`;
  return html`<a class="csv" download="${fileName(label)}" aria-label="CSV: ${label}" href="${address}">CSV</a>`;
}

function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(rounded(cell)) : '';
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function fileName(label: string): string {
  const name = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${name.slice(0, 60).replace(/-$/, '') || 'data'}.csv`;
}
