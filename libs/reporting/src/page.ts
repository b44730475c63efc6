import { html, Html } from './html';
import { STYLE } from './style';

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

/** No network, no script, no form: pictures and style come with the page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** An HTML document of one file: it loads nothing, runs nothing, and follows the reader's light or dark setting. */
export function page({ title, lead, sections }: Page): string {
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
        <meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>${title}</h1>
            <p class="lead">${lead}</p>
            <nav aria-label="Sections">${contents}</nav>
          </header>
          ${body}
        </main>
      </body>
    </html> `.text;
}
