import { html, type Html } from './html';
import { keyOf, type Key } from './palette';

/** A series in a legend. */
export interface LegendEntry {
  readonly name: string;
  /** Of the palette, from 0 on. */
  readonly colour: number;
}

/**
 * The names of the series with their signs. The page's script makes buttons of them that show and hide the series: whatever
 * has its index as `data-series` in the same chart.
 */
export function legend(entries: readonly LegendEntry[], key: Key): Html {
  const items = entries.map(
    ({ name, colour }, index) => html`<li data-entry="${index}"><span>${keyOf(colour, key)}${name}</span></li>`,
  );
  return html`<ul class="legend" aria-label="Series">
    ${items}
  </ul>`;
}
