import { html, Html } from './html';

/** Where the plot lies in the picture, in its units: left, top, width, height. */
export type Frame = readonly [left: number, top: number, width: number, height: number];

/** The sign of a series beside its value, and its name. */
export interface NamedSeries {
  readonly name: string;
  /** Of the palette, from 0 on. */
  readonly colour: number;
}

/** Curves: the script finds the values at the x under the pointer. Numbers are data, not positions. */
export interface LinesInteraction {
  readonly kind: 'lines';
  readonly frame: Frame;
  readonly title: string;
  readonly domains: readonly [x: readonly [number, number], y: readonly [number, number]];
  readonly series: readonly (NamedSeries & {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly low?: readonly (number | null)[];
    readonly high?: readonly (number | null)[];
  })[];
}

/** Bins or bars: bands along an axis, each with a title and a text for each series. */
export interface BandsInteraction {
  readonly kind: 'bands';
  readonly frame: Frame;
  readonly axis: 'x' | 'y';
  readonly series: readonly NamedSeries[];
  /** From and to count from the frame's left or top. */
  readonly bands: readonly (readonly [from: number, to: number, title: string, texts: readonly (string | null)[]])[];
}

/** Cells of equal size. */
export interface CellsInteraction {
  readonly kind: 'cells';
  readonly frame: Frame;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** [row][column] */
  readonly texts: readonly (readonly string[])[];
}

/** Points of a map, with the tile of the chart's sprite that shows each. */
export interface PointsInteraction {
  readonly kind: 'points';
  readonly frame: Frame;
  readonly series: readonly NamedSeries[];
  /** x and y count from the picture's left and top. */
  readonly points: readonly (readonly [x: number, y: number, series: number, tile: number | null, name: string])[];
  readonly sprite: { readonly tile: number; readonly columns: number } | null;
}

/** What the page's script (`client/`) is told of a chart. */
export type Interaction = LinesInteraction | BandsInteraction | CellsInteraction | PointsInteraction;

/** Data for the script, in an element that runs nothing and that no text in it can end. */
export function interactionData(interaction: Interaction): Html {
  const json = JSON.stringify(interaction).replaceAll('<', '\\u003c');
  return html`${new Html(`<script type="application/json">${json}</script>`)}`;
}
