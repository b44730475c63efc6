import type { Config, TopLevelSpec } from 'vega-lite';
import { html, Html } from './html';

/** Wide enough for a phone without shrinking; a wide window enlarges it. */
export const CHART_WIDTH = 360;

const INK = 'currentColor';
const FONT_SIZE = 12;
const labels = {
  labelColor: INK,
  titleColor: INK,
  labelFontSize: FONT_SIZE,
  titleFontSize: FONT_SIZE,
  titleFontWeight: 'normal',
} as const;

/** Colours are those of the page around the chart, so that it follows light and dark (see `STYLE`). */
const THEME: Config = {
  font: 'inherit',
  view: { stroke: null },
  axis: {
    ...labels,
    labelOpacity: 0.75,
    gridColor: INK,
    gridOpacity: 0.12,
    domain: false,
    tickColor: INK,
    tickOpacity: 0.3,
    labelPadding: 4,
  },
  legend: { ...labels, orient: 'top', title: null, symbolSize: 90, offset: 6, labelLimit: 0 },
  range: { category: ['var(--series-1)', 'var(--series-2)'] },
};

/**
 * Draws a vega-lite chart as an SVG element to stand in an HTML page: no script, no font, no background of its own, colours
 * by `currentColor` and CSS variables.
 * @param label what the chart shows, in a sentence, for those who do not see it
 * @throws when the data has no number that could be drawn
 */
export async function renderChart(spec: TopLevelSpec, label: string): Promise<Html> {
  // vega is an ES module with a top-level await, which `require` cannot load.
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const { spec: compiled } = compile({ ...spec, background: 'transparent', config: THEME });
  const view = new View(parse(compiled), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    const opening = /^<svg [^>]*?width="(\d+)" height="(\d+)"[^>]*>/.exec(svg);
    if (opening === null)
      throw new Error(`Expected an SVG element of a width and a height from vega but received ${svg.slice(0, 120)}`);
    const [whole, width, height] = opening;
    const start = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${html`${label}`.text}">`;
    return new Html(start + compact(svg.slice(whole.length)));
  } finally {
    view.finalize();
  }
}

/** Without what only readers of single marks would use (the chart has one label), and with two decimals. */
function compact(svg: string): string {
  return svg
    .replace(/ (aria-\w+|role|class|pointer-events)="[^"]*"/g, '')
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
