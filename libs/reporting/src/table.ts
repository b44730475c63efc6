import { csvLink, type CsvCell } from './csv';
import { html, Html } from './html';

/** A cell: its text, and how it is set. */
export interface Cell {
  readonly content: Html | string;
  /** `right` for numbers. */
  readonly align?: 'left' | 'right';
  readonly strong?: boolean;
  /** Colours a change for the better or the worse. */
  readonly trend?: 'up' | 'down';
  /** What the CSV file has in place of the text: a number with all its digits. */
  readonly value?: CsvCell;
}

/** What a table is made of; the first cell of a row is the row's heading. */
interface TableParts {
  readonly head: readonly Pick<Cell, 'content' | 'align'>[];
  readonly rows: readonly (readonly Cell[])[];
  /** Below the table. */
  readonly caption?: string;
}

/** A table; the first cell of a row is the row's heading. */
export interface Table extends TableParts {
  /** What the table holds, for those who do not see it; its CSV file is named after it. */
  readonly label: string;
}

/**
 * A table in a container of its own, which scrolls sideways on a narrow screen instead of the page, with a link that saves it
 * as CSV.
 */
export function table({ label, ...parts }: Table): Html {
  const saved = [
    parts.head.map(({ content }) => plainText(content)),
    ...parts.rows.map((row) => row.map(({ content, value }) => (value === undefined ? plainText(content) : value))),
  ];
  return html`<div class="table">
    <div class="scroll" role="region" aria-label="${label}" tabindex="0">${tableElement(parts)}</div>
    ${csvLink(label, saved)}
  </div>`;
}

/** The table alone. */
export function tableElement({ head, rows, caption }: TableParts): Html {
  const title =
    caption === undefined
      ? null
      : html`<caption>
          ${caption}
        </caption>`;
  const header = head.map(({ content, align }) => html`<th scope="col" class="${align ?? 'left'}">${content}</th>`);
  const body = rows.map(([first, ...cells]) => {
    const heading = first === undefined ? null : html`<th scope="row">${first.content}</th>`;
    return html`<tr>
      ${heading}${cells.map((cell) => html`<td class="${classNames(cell)}">${cell.content}</td>`)}
    </tr> `;
  });
  return html`<table>
    ${title}
    <thead>
      <tr>
        ${header}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

/** The text of a cell as other programs read it: ordinary blanks, and the hyphen as minus. */
function plainText(content: Html | string): string {
  const text = content instanceof Html ? content.plain : content;
  return text.replace(/\s+/g, ' ').trim().replace(/^−/, '-');
}

function classNames({ align = 'left', strong = false, trend }: Cell): string {
  return [align, ...(strong ? ['strong'] : []), ...(trend ? [trend] : [])].join(' ');
}
