/**
 * An element with attributes and content.
 *
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} content
 * @param {string | null} [namespace] of SVG
 */
function element(name, attributes, content = [], namespace = document.documentElement.namespaceURI) {
  const created = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value));
  created.append(...content);
  return created;
}

/** @param {number} colour */
const colourVariable = (colour) => `var(--series-${1 + (colour % 8)})`;

/**
 * What a tooltip says.
 *
 * @param {Reading} reading
 * @param {Element | null} thumbnail
 */
function tooltipContent({ title, rows }, thumbnail) {
  const lines = rows.map(({ name, colour, text }) => {
    const key = colour === null ? [] : [element('i', { style: `background:${colourVariable(colour)}` })];
    return element('p', {}, [...key, element('span', {}, [name]), element('b', {}, [text])]);
  });
  return [...(thumbnail ? [thumbnail] : []), element('strong', {}, [title]), ...lines];
}

/**
 * The tile of a point, enlarged.
 *
 * @param {HTMLImageElement} sprite
 * @param {{ readonly tile: number, readonly columns: number }} layout
 * @param {number} index
 */
function thumbnailOf(sprite, { tile, columns }, index) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = tile;
  const [x, y] = [(index % columns) * tile, Math.floor(index / columns) * tile];
  canvas.getContext('2d')?.drawImage(sprite, x, y, tile, tile, 0, 0, tile, tile);
  return canvas;
}

/**
 * The marks in the picture that show where a reading is taken.
 *
 * @param {Reading} reading
 * @param {string | null} namespace
 */
function readingMarks({ area, dots = [] }, namespace) {
  const marks = dots.map(([cx, cy, colour]) =>
    element(
      'circle',
      { cx, cy, r: 4, fill: colourVariable(colour), stroke: 'var(--sheet)', 'stroke-width': 1.5 },
      [],
      namespace,
    ),
  );
  if (area === undefined) return marks;
  const [x, y, width, height] = area;
  const opacity = width <= 1 ? 0.5 : 0.12;
  return [element('rect', { x, y, width, height, fill: 'currentColor', opacity }, [], namespace), ...marks];
}
