import { pageAssets } from './page-assets';

/** A chart as a file of its own. */
export interface PlotFile {
  /** `similarity-in-training`, by the heading of its figure; of several charts in one figure `...-1` on. */
  readonly name: string;
  readonly svg: string;
}

/** A figure of a page, as `figure` writes it: heading and content. */
const FIGURE = /<figure>\s*<h3>([^<]*)<\/h3>([^]*?)<\/figure>/g;
/** A chart in it, as `plot` writes it: width, height, label, picture. */
const PLOT = /<div class="plot"><svg viewBox="0 0 (\d+) (\d+)" role="img" aria-label="([^"]*)">([^]*?)<\/svg>/g;
/** An entry of the legend of a figure: the sign and the name. */
const ENTRY = /<svg class="key"[^>]*>([^]*?)<\/svg>([^<]*)<\/span>/g;
/** Height of an entry in the file, below the chart. */
const LINE = 18;

/**
 * The charts of a page as SVG files, in light colours and with their legends, for what shows pictures rather than pages.
 * @param page what `page` gave
 */
export function plotFiles(page: string): PlotFile[] {
  const colours = /:root \{[^}]*\}/.exec(pageAssets().style)?.[0] ?? '';
  return [...page.matchAll(FIGURE)].flatMap(([, heading = '', content = '']) => {
    const plots = [...content.matchAll(PLOT)];
    const entries = [...content.matchAll(ENTRY)].map(([, key = '', name = '']) => ({ key, name }));
    return plots.map((plot, index) => ({
      name: fileName(heading) + (plots.length > 1 ? `-${index + 1}` : ''),
      svg: standalone(plot, entries, colours),
    }));
  });
}

function fileName(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function standalone(
  [, width = '', height = '', label = '', picture = '']: RegExpMatchArray,
  entries: readonly { readonly key: string; readonly name: string }[],
  colours: string,
): string {
  const legend = entries.map(
    ({ key, name }, line) =>
      `<g transform="translate(8,${Number(height) + LINE * line})">${key}<text x="32" y="10" fill="currentColor">${name}</text></g>`,
  );
  const style = `${colours} svg { color: var(--ink); font: 12px system-ui, sans-serif; }`;
  const size = `0 0 ${width} ${Number(height) + LINE * entries.length}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size}"><title>${label}</title><style>${style}</style>` +
    `<rect width="100%" height="100%" fill="var(--paper)"/>${picture}${legend.join('')}</svg>\n`
  );
}
