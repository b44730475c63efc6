import { html, type Html } from './html';

/** A cell: its text, and how it is set. */
export interface Cell {
  readonly content: Html | string;
  /** `right` for numbers. */
  readonly align?: 'left' | 'right';
  readonly strong?: boolean;
  /** Colours a change for the better or the worse. */
  readonly trend?: 'up' | 'down';
}

/** A table; the first cell of a row is the row's heading. */
export interface Table {
  /** What the table holds, for those who do not see it. */
  readonly label: string;
  readonly head: readonly Pick<Cell, 'content' | 'align'>[];
  readonly rows: readonly (readonly Cell[])[];
  /** Below the table. */
  readonly caption?: string;
}

/** A table in a container of its own, which scrolls sideways on a narrow screen instead of the page. */
export function table({ label, head, rows, caption }: Table): Html {
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
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">
    <table>
      ${title}
      <thead>
        <tr>
          ${header}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** Names and values in a card: settings, digests, versions. */
export function settingsCard(
  heading: string,
  entries: readonly (readonly [name: string, value: Html | string])[],
): Html {
  const rows = entries.map(
    ([name, value]) =>
      html`<tr>
        <th scope="row">${breakable(name)}</th>
        <td class="value">${value}</td>
      </tr> `,
  );
  return html`<div class="card">
    <h3>${heading}</h3>
    <div class="scroll">
      <table class="settings">
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </div>`;
}

/** A path may be broken after its dots. */
function breakable(name: string): Html[] {
  return name.split(/(?<=\.)/).map((part) => html`${part}<wbr />`);
}

function classNames({ align = 'left', strong = false, trend }: Cell): string {
  return [align, ...(strong ? ['strong'] : []), ...(trend ? [trend] : [])].join(' ');
}
