import { chart } from './chart';
import { html, type Html } from './html';
import { dataUri, type ImageFile } from './image';
import { legend } from './legend';
import { capOf, colourOf } from './palette';
import { CHART_WIDTH, svgElement } from './render-chart';

/** Thumbnails in one picture: tile 0 is at the upper left, its right neighbour is tile 1. */
export interface Sprite {
  readonly image: ImageFile;
  /** Width and height of a tile, in pixels. */
  readonly tile: number;
  /** Tiles in a row. */
  readonly columns: number;
}

/** A point of a map. */
export interface MapPoint {
  readonly x: number;
  readonly y: number;
  /** Index of its class. */
  readonly class: number;
  /** Index of its thumbnail in the sprite. */
  readonly tile?: number;
  /** Its name in the tooltip, such as `test image 17`. */
  readonly name?: string;
}

/** Points in a plane whose axes mean nothing, such as an embedding map. */
export interface ScatterMap {
  readonly label: string;
  /** Names of the classes; eight colours, two shapes. */
  readonly classes: readonly string[];
  /** Up to some 2000. */
  readonly points: readonly MapPoint[];
  readonly sprite?: Sprite;
}

const [MARGIN, DOT, DOT_OF_MANY, MANY] = [10, 6, 4.5, 600] as const;

/** A map of points coloured by class; x and y have the same scale. Points that are not finite are left out. */
export function scatterMap({ label, classes, points, sprite }: ScatterMap): Html {
  const finite = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const place = fit(finite);
  const placed = finite.map((point) => ({ ...point, at: place(point) }));
  const width = placed.length > MANY ? DOT_OF_MANY : DOT;
  const dots = classes.map((_, index) => {
    const path = placed.filter((point) => point.class === index).map(({ at: [x, y] }) => `M${x} ${y}h0`);
    return `<path data-series="${index}" d="${path.join('')}" stroke="${colourOf(index)}" stroke-width="${width}" stroke-linecap="${capOf(index)}"/>`;
  });
  const picture = svgElement([CHART_WIDTH, CHART_WIDTH], label, `<g fill="none">${dots.join('')}</g>`);
  const image = sprite === undefined ? null : html`<img class="sprite" src="${dataUri(sprite.image)}" alt="" hidden />`;
  const entries = classes.map((name, colour) => ({ name, colour }));
  const rows = finite.map((point) => [point.name ?? '', classes[point.class] ?? '', point.x, point.y]);
  return chart({
    picture: html`${picture}${image}`,
    legend: legend(entries, 'dot'),
    interaction: {
      kind: 'points',
      frame: [0, 0, CHART_WIDTH, CHART_WIDTH],
      series: entries,
      points: placed.map(
        ({ at: [x, y], class: series, tile, name }) => [x, y, series, tile ?? null, name ?? ''] as const,
      ),
      sprite: sprite === undefined ? null : { tile: sprite.tile, columns: sprite.columns },
    },
    data: { label, head: ['point', 'class', 'x', 'y'], rows, summary: summary(classes, finite) },
  });
}

/** From the plane to the picture: the same scale for x and y, in the middle, y upwards. */
function fit(points: readonly MapPoint[]): (point: MapPoint) => readonly [number, number] {
  const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [left, right] = range(points.map(({ x }) => x));
  const [bottom, top] = range(points.map(({ y }) => y));
  const scale = (CHART_WIDTH - 2 * MARGIN) / (Math.max(right - left, top - bottom) || 1);
  const at = (offset: number): number => Math.round(10 * (CHART_WIDTH / 2 + scale * offset)) / 10;
  return ({ x, y }) => [at(x - (left + right) / 2), at((bottom + top) / 2 - y)];
}

/** Where each class lies: what can be read of some thousand points. */
function summary(classes: readonly string[], points: readonly MapPoint[]) {
  return {
    head: ['class', 'points', 'mean x', 'mean y'],
    rows: classes.map((name, index) => {
      const members = points.filter((point) => point.class === index);
      const mean = (axis: 'x' | 'y'): number | null =>
        members.length === 0 ? null : members.reduce((sum, point) => sum + point[axis], 0) / members.length;
      return [name, members.length, mean('x'), mean('y')];
    }),
  };
}
