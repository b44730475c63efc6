/**
 * Curves: a stop is an x that one of them has.
 *
 * @param {import('../interaction').LinesInteraction} chart
 * @param {ReadonlySet<number>} hidden
 * @returns {Reader}
 */
function readLines({ frame: [left, top, width, height], title, domains, series }, hidden) {
  const [[x0, x1], [y0, y1]] = domains;
  const stops = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  // Where all values are one, it lies in the middle.
  const across = (/** @type {number} */ x) => left + width * (x1 === x0 ? 0.5 : (x - x0) / (x1 - x0));
  const down = (/** @type {number} */ y) => top + height * (y1 === y0 ? 0.5 : (y1 - y) / (y1 - y0));
  return {
    at: (x) => {
      const stop = nearest(stops, x0 + ((x - left) / width) * (x1 - x0));
      return stop < 0 ? null : stop;
    },
    next: (stop, key) => (stops.length === 0 ? null : nextInRow(stop, key, stops.length)),
    read: (stop) => {
      const at = stops[stop] ?? 0;
      const rows = [];
      const dots = [];
      for (const [index, { name, colour, x, y, low, high }] of series.entries()) {
        const point = nearest(x, at);
        const [px, py] = [x[point], y[point]];
        if (hidden.has(index) || px === undefined || py === undefined) continue;
        // A curve that has not begun or has ended there has no value.
        if (at < (x[0] ?? at) || at > (x.at(-1) ?? at)) continue;
        const [from, to] = [low?.[point] ?? null, high?.[point] ?? null];
        const interval = from === null || to === null ? '' : ` [${numberText(from)}, ${numberText(to)}]`;
        const elsewhere = px === at ? '' : ` at ${numberText(px)}`;
        rows.push({ name, colour, text: numberText(py) + interval + elsewhere });
        dots.push(/** @type {const} */ ([across(px), down(py), colour]));
      }
      return {
        title: `${title} ${numberText(at)}`,
        rows,
        at: [across(at), top],
        area: [across(at) - 0.5, top, 1, height],
        dots,
      };
    },
  };
}
