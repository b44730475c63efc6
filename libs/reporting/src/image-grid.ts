import { csvLink } from './csv';
import { html, type Html } from './html';
import { dataUri, type ImageFile } from './image';

/** A picture of a grid. */
export interface GridImage {
  readonly image: ImageFile;
  /** What it shows, for those who do not see it, such as `test image 17: cat`. */
  readonly alt: string;
  /** Below it: its class. */
  readonly caption: string;
  /** Below that: a number, such as its similarity. */
  readonly note?: string;
  /** Marked as right or wrong, by a sign, a border and in words. */
  readonly right?: boolean;
}

/** Rows of small pictures: an image, and those that answer it, such as its nearest neighbours. */
export interface ImageGrid {
  readonly label: string;
  /** Of the first column, such as `test image`. */
  readonly first: string;
  /** Of the others, such as `neighbour`: they are numbered. */
  readonly others: string;
  readonly rows: readonly { readonly query: GridImage; readonly images: readonly GridImage[] }[];
  /** What right and wrong mean. Default: `same class`, `another class`. */
  readonly verdicts?: readonly [right: string, wrong: string];
}

/** Rows of small pictures in a table that scrolls sideways where there is no room, with a link that saves its texts as CSV. */
export function imageGrid({ label, first, others, rows, verdicts = ['same class', 'another class'] }: ImageGrid): Html {
  const most = Math.max(0, ...rows.map(({ images }) => images.length));
  const numbers = Array.from({ length: most }, (_, index) => index + 1);
  const body = rows.map(
    ({ query, images }) =>
      html`<tr>
        <th scope="row">${picture(query, verdicts)}</th>
        ${images.map((image) => html`<td>${picture(image, verdicts)}</td>`)}
      </tr>`,
  );
  return html`<div class="table">
    <div class="scroll" role="region" aria-label="${label}" tabindex="0">
      <table class="images">
        <thead>
          <tr>
            <th scope="col">${first}</th>
            ${numbers.map((number) => html`<th scope="col"><span class="unseen">${others} </span>${number}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
    ${csvLink(label, saved(first, others, rows, verdicts))}
  </div>`;
}

function picture({ image, alt, caption, note, right }: GridImage, [good, bad]: readonly [string, string]): Html {
  const verdict =
    right === undefined
      ? null
      : html`<span class="verdict"
          ><span aria-hidden="true">${right ? '✓' : '✗'}</span><span class="unseen">${right ? good : bad}</span></span
        >`;
  const marked = right === undefined ? '' : right ? ' right-one' : ' wrong-one';
  return html`<span class="tile${marked}"
    ><img src="${dataUri(image)}" alt="${alt}" />${verdict}<span class="tile-name">${caption}</span
    ><span class="tile-note">${note ?? null}</span></span
  >`;
}

function saved(
  first: string,
  others: string,
  rows: ImageGrid['rows'],
  [good, bad]: readonly [string, string],
): (readonly (string | number)[])[] {
  const lines = rows.flatMap(({ query, images }) =>
    images.map(({ alt, caption, note, right }, index) => {
      const verdict = right === undefined ? '' : right ? good : bad;
      return [query.alt, query.caption, index + 1, alt, caption, note ?? '', verdict];
    }),
  );
  return [[first, `caption of ${first}`, others, 'image', 'caption', 'note', 'verdict'], ...lines];
}
