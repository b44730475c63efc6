import { html, type Html } from './html';

/** Colours that the style sheet has: `--series-1` to `--series-8`, for light and for dark. */
export const COLOURS = 8;
/** Lengths of stroke and gap. The first curve is whole. */
const DASHES = ['', '6 2.5', '2 2', '9 2.5 2 2.5', '4 2', '1 2', '11 3', '6 2 1 2 1 2'] as const;

/** The colour of the series at an index, from 0 on; after the eighth they begin again. */
export function colourOf(index: number): string {
  return `var(--series-${1 + (index % COLOURS)})`;
}

/** The dash pattern of the curve at an index, as SVG's `stroke-dasharray`, so that curves differ not by colour alone. */
export function dashOf(index: number): string {
  return DASHES[index % DASHES.length] ?? '';
}

/** What the ends of a map's dots look like: round for the first eight classes, square for the next eight, and so on. */
export function capOf(index: number): 'round' | 'square' {
  return Math.floor(index / COLOURS) % 2 === 0 ? 'round' : 'square';
}

/** The sign of a series in a legend. */
export type Key = 'line' | 'area' | 'dot';

/** The sign of the series at an index, as a small picture. */
export function keyOf(index: number, key: Key): Html {
  const colour = colourOf(index);
  const shapes: Readonly<Record<Key, Html>> = {
    line: html`<path d="M0 6h24" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashOf(index)}" />`,
    area: html`<rect x="6" width="12" height="12" rx="2" fill="${colour}" />`,
    dot: html`<path d="M12 6h0" stroke="${colour}" stroke-width="9" stroke-linecap="${capOf(index)}" />`,
  };
  return html`<svg class="key" viewBox="0 0 24 12" aria-hidden="true">${shapes[key]}</svg>`;
}
