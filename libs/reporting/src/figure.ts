import { html, type Html } from './html';

/** A chart or picture with its heading and, below it, what is to be known to read it. */
export function figure(heading: string, content: Html, caption: Html | string | null = null): Html {
  const below = caption === null ? null : html`<figcaption>${caption}</figcaption>`;
  return html`<figure>
    <h3>${heading}</h3>
    ${content}${below}
  </figure>`;
}

/** Figures or cards side by side where there is room. */
export function grid(items: readonly Html[]): Html {
  return html`<div class="grid">${items}</div>`;
}

/** Figures of the page's whole width, one below the other. */
export function stack(items: readonly Html[]): Html {
  return html`<div class="stack">${items}</div>`;
}

/** Cards of different heights in columns, one below the other where there is no room. */
export function columns(cards: readonly Html[]): Html {
  return html`<div class="columns">${cards}</div>`;
}
