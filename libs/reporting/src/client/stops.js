// The files of this folder are one script: `page-script.ts` joins them. What one declares, the others see.

/**
 * What a chart can show at a place of it. A stop is a number: an x, a bin, a cell or a point.
 *
 * @typedef {object} Reader
 * @property {(x: number, y: number) => number | null} at the stop near a place of the picture
 * @property {(stop: number | null, key: string) => number | null} next the stop that a key leads to; null for other keys
 * @property {(stop: number) => Reading} read
 */

/**
 * What is shown at a stop. Places are those of the picture.
 *
 * @typedef {object} Reading
 * @property {string} title
 * @property {{ name: string, colour: number | null, text: string }[]} rows
 * @property {readonly [x: number, y: number]} at where the tooltip stands
 * @property {readonly [x: number, y: number, width: number, height: number]} [area] what is highlighted
 * @property {(readonly [x: number, y: number, colour: number])[]} [dots]
 * @property {number | null} [tile] of the sprite
 */

/**
 * The stop that a key leads to in a row of them.
 *
 * @param {number | null} stop
 * @param {string} key
 * @param {number} count
 */
function nextInRow(stop, key, count) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[key];
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (step === undefined) return null;
  if (stop === null) return 0;
  return Math.min(count - 1, Math.max(0, stop + step));
}

/**
 * Index of the number nearest to a value; -1 where there is none.
 *
 * @param {readonly number[]} values
 * @param {number} value
 */
function nearest(values, value) {
  let best = -1;
  values.forEach((candidate, index) => {
    if (best < 0 || Math.abs(candidate - value) < Math.abs((values[best] ?? NaN) - value)) best = index;
  });
  return best;
}

/**
 * A number with at most five digits that count.
 *
 * @param {number} value
 */
function numberText(value) {
  return String(Number(value.toPrecision(5))).replace('-', '−');
}
