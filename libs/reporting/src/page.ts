import { html, Html } from './html';
import { pageAssets } from './page-assets';

/** A part of the page with its own heading. */
export interface Section {
  /** Of the link to it: letters and hyphens. */
  readonly id: string;
  readonly heading: string;
  readonly body: Html;
}

/** A whole page. */
export interface Page {
  readonly title: string;
  /** What the page is about, in a sentence under the title. */
  readonly lead: string;
  readonly sections: readonly Section[];
}

/**
 * An HTML document of one file: it loads nothing, and follows the reader's light or dark setting. Its one script, which lets
 * charts be read by pointer and keys, adds to what is there without it.
 */
export function page({ title, lead, sections }: Page): string {
  const { style, script, scriptHash } = pageAssets();
  // No network, no form, no other script: pictures, style and script come with the page.
  const policy = `default-src 'none'; script-src '${scriptHash}'; style-src 'unsafe-inline'; img-src data:`;
  const contents = sections.map(({ id, heading }) => html`<a href="#${id}">${heading}</a>`);
  const body = sections.map(
    ({ id, heading, body: content }) =>
      html` <section id="${id}" aria-labelledby="${id}-heading">
        <h2 id="${id}-heading">${heading}</h2>
        ${content}
      </section>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>${title}</h1>
          <p class="lead">${lead}</p>
          <nav aria-label="Sections">${contents}</nav>
        </header>
        <main id="content" tabindex="-1">${body}</main>
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html> `.text;
}
