/**
 * A matrix: a stop is a cell, row by row.
 *
 * @param {import('../interaction').CellsInteraction} chart
 * @returns {Reader}
 */
function readCells({ frame: [left, top, width, height], rows, columns, texts }) {
  const [wide, high] = [width / columns.length, height / rows.length];
  const within = (/** @type {number} */ index, /** @type {number} */ count) => index >= 0 && index < count;
  const cell = (/** @type {number} */ row, /** @type {number} */ column) =>
    within(row, rows.length) && within(column, columns.length) ? row * columns.length + column : null;
  return {
    at: (x, y) => cell(Math.floor((y - top) / high), Math.floor((x - left) / wide)),
    next: (stop, key) => {
      /** @type {Record<string, readonly [number, number]>} */
      const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
      const step = steps[key];
      if (step === undefined) return null;
      if (stop === null) return cell(0, 0);
      return cell(Math.floor(stop / columns.length) + step[0], (stop % columns.length) + step[1]) ?? stop;
    },
    read: (stop) => {
      const [row, column] = [Math.floor(stop / columns.length), stop % columns.length];
      const [x, y] = [left + column * wide, top + row * high];
      return {
        title: texts[row]?.[column] ?? '',
        rows: [rows[row] ?? '', columns[column] ?? ''].map((name) => ({ name, colour: null, text: '' })),
        at: [x + wide / 2, y + high],
        area: [x, y, wide, high],
      };
    },
  };
}
