import { figure, histogramGrid, page, plotFiles } from '@amcl/reporting';
import type { Records } from './records';

/** Space between the pictures, and of the line of text above each, pixels. */
const GAP = 10;
const TITLE = 22;
/** The same in each picture. */
const STYLE = /<style>[^]*?<\/style>/;
const SERIES = ['positive pairs', 'negative pairs'];

/**
 * The histograms of positive and negative similarity by one to five augmentations, SimCLR's above those with AMCL: the paper's figure 1, as
 * one SVG file.
 * @returns null where one of the two has not been run
 */
export async function similarityPicture(records: Records): Promise<string | null> {
  const rows = ['simclr', 'simclr-amcl'].map((method) => ({
    name: method === 'simclr' ? 'SimCLR' : 'with AMCL',
    histograms: records.experiment(`reach-cifar10-${method}`)?.histograms ?? [],
  }));
  const [first] = rows;
  if (first === undefined || rows.some(({ histograms }) => histograms.length === 0)) return null;
  const columns = first.histograms.map((_, index) => `${index + 1} augmentation${index === 0 ? '' : 's'}`);
  const grid = await histogramGrid({
    label: 'Similarity of pairs by one to five augmentations',
    x: 'cosine similarity',
    edges: first.histograms[0]?.edges ?? [],
    series: SERIES,
    columns,
    rows: rows.map(({ name, histograms }) => ({
      name,
      histograms: histograms.map(({ positive, negative, overlap }) => ({
        shares: [positive, negative],
        note: `overlap ${overlap.toFixed(3)}`,
      })),
    })),
  });
  const html = page({
    title: '',
    lead: '',
    sections: [{ id: 'a', heading: '', body: figure('Similarity', grid, '') }],
  });
  const pictures = plotFiles(html).map(({ svg }) => svg);
  const titles = columns.flatMap((column, set) =>
    rows.map(({ name, histograms }) => `${name}, ${column}: overlap ${histograms[set]?.overlap.toFixed(3) ?? ''}`),
  );
  return together(pictures, titles, rows.length);
}

/** Pictures of one size, column by column. */
function together(pictures: readonly string[], titles: readonly string[], rows: number): string {
  const [, w = '0', h = '0'] = /viewBox="0 0 (\d+) (\d+)"/.exec(pictures[0] ?? '') ?? [];
  const [width, height] = [Number(w), Number(h) + TITLE];
  const columns = Math.ceil(pictures.length / rows);
  const cells = pictures.map((picture, index) => {
    const [x, y] = [Math.floor(index / rows) * (width + GAP), (index % rows) * (height + GAP)];
    const title = `<text x="4" y="15" font-size="11" font-family="system-ui, sans-serif">${titles[index] ?? ''}</text>`;
    const inner = picture.replace(STYLE, '').replace('<svg ', `<svg y="${TITLE}" width="${w}" height="${h}" `);
    return `<g transform="translate(${x},${y})">${title}${inner.trim()}</g>`;
  });
  const size = `0 0 ${columns * (width + GAP)} ${rows * (height + GAP)}`;
  const style = STYLE.exec(pictures[0] ?? '')?.[0] ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size}">${style}<rect width="100%" height="100%" fill="#fff"/>${cells.join('')}</svg>\n`;
}
