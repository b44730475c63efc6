/**
 * Bins and bars: a stop is a band.
 *
 * @param {import('../interaction').BandsInteraction} chart
 * @param {ReadonlySet<number>} hidden
 * @returns {Reader}
 */
function readBands({ frame: [left, top, width, height], axis, series, bands }, hidden) {
  const middles = bands.map(([from, to]) => (from + to) / 2);
  return {
    at: (x, y) => (middles.length === 0 ? null : nearest(middles, axis === 'x' ? x - left : y - top)),
    next: (stop, key) => nextInRow(stop, key, bands.length),
    read: (stop) => {
      const [from, to, title, texts] = bands[stop] ?? [0, 0, '', []];
      const rows = series.flatMap(({ name, colour }, index) => {
        const text = texts[index] ?? null;
        return hidden.has(index) || text === null ? [] : [{ name, colour, text }];
      });
      return axis === 'x'
        ? { title, rows, at: [left + (from + to) / 2, top], area: [left + from, top, to - from, height] }
        : { title, rows, at: [left + width / 2, top + to], area: [left, top + from, width, to - from] };
    },
  };
}
