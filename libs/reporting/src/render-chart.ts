import type { Config, TopLevelSpec } from 'vega-lite';
import { html, Html } from './html';
import type { Frame } from './interaction';

/** Wide enough for a phone without shrinking; a wide window enlarges it. */
export const CHART_WIDTH = 360;

/** A chart of layers. A layer whose name begins with `series_<index>` is shown and hidden by that entry of the legend. */
type LayeredSpec = Extract<TopLevelSpec, { readonly layer: readonly unknown[] }>;
/** One layer. */
export type Layer = LayeredSpec['layer'][number];

/** A chart that is drawn. */
export interface RenderedChart {
  /** The SVG element. */
  readonly picture: Html;
  /** Where the plot lies in it. */
  readonly frame: Frame;
  /** First and last value of an axis of numbers. */
  readonly domain: (axis: 'x' | 'y') => readonly [number, number];
  /** Where a value of an axis lies, from the frame's left or top. */
  readonly position: (axis: 'x' | 'y', value: number) => number;
  /** Width of a band of an axis of categories. */
  readonly bandwidth: (axis: 'x' | 'y') => number;
}

const INK = 'currentColor';
const FONT_SIZE = 12;

/** Colours are those of the page around the chart, so that it follows light and dark (see `client/style.css`). */
const THEME: Config = {
  font: 'inherit',
  view: { stroke: null },
  axis: {
    labelColor: INK,
    titleColor: INK,
    labelFontSize: FONT_SIZE,
    titleFontSize: FONT_SIZE,
    titleFontWeight: 'normal',
    labelOpacity: 0.75,
    gridColor: INK,
    gridOpacity: 0.12,
    domain: false,
    tickColor: INK,
    tickOpacity: 0.3,
    labelPadding: 4,
  },
};

/** What vega's scales have; its types leave them open. */
interface Scale {
  (value: number): number;
  domain(): number[];
  bandwidth(): number;
}

/**
 * Draws a vega-lite chart as an SVG element to stand in an HTML page: no script, no font, no background of its own, colours
 * by `currentColor` and CSS variables.
 * @param label what the chart shows, in a sentence, for those who do not see it
 * @throws when the data has no number that could be drawn
 */
export async function renderChart(spec: LayeredSpec, label: string): Promise<RenderedChart> {
  // vega is an ES module with a top-level await, which `require` cannot load.
  const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const autosize = { type: 'fit', contains: 'padding' } as const;
  const { spec: compiled } = compile({ autosize, ...spec, background: 'transparent', config: THEME });
  const view = new View(parse(compiled), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    const opening = /^<svg [^>]*?width="(\d+)" height="(\d+)"[^>]*>/.exec(svg);
    const origin = /<g [^>]*transform="translate\((-?[\d.]+),(-?[\d.]+)\)"/.exec(svg);
    if (opening === null || origin === null)
      throw new Error(`Expected an SVG element of a width and a height from vega but received ${svg.slice(0, 120)}`);
    const [whole, width, height] = opening;
    const scale = (axis: 'x' | 'y'): Scale => view.scale(axis) as Scale;
    return {
      picture: svgElement([Number(width), Number(height)], label, compact(svg.slice(whole.length, -'</svg>'.length))),
      frame: [Number(origin[1]), Number(origin[2]), view.width(), view.height()],
      domain: (axis) => {
        const values = scale(axis).domain();
        return [values[0] ?? 0, values.at(-1) ?? 1];
      },
      position: (axis, value) => scale(axis)(value),
      bandwidth: (axis) => scale(axis).bandwidth(),
    };
  } finally {
    view.finalize();
  }
}

/** A labelled picture. */
export function svgElement([width, height]: readonly [number, number], label: string, content: string): Html {
  return new Html(
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${html`${label}`.text}">${content}</svg>`,
  );
}

/** Without what only readers of single marks would use (the chart has one label), and with two decimals. */
function compact(svg: string): string {
  return svg
    .replace(/ class="[^"]*\bseries_(\d+)[^"]*"/g, ' data-series="$1"')
    .replace(/ (aria-\w+|role|class|pointer-events)="[^"]*"/g, '')
    .replace(/-?\d+\.\d{3,}/g, (number) => String(Math.round(Number(number) * 100) / 100));
}
