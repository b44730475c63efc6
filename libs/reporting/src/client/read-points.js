/**
 * A map: a stop is a point.
 *
 * @param {import('../interaction').PointsInteraction} chart
 * @param {ReadonlySet<number>} hidden
 * @returns {Reader}
 */
function readPoints({ series, points }, hidden) {
  const NEAR = 14;
  /** The visible point of the least cost; a cost of Infinity leaves it out. */
  const least = (/** @type {(x: number, y: number) => number} */ cost) => {
    /** @type {number | null} */
    let best = null;
    let lowest = Infinity;
    points.forEach(([x, y, member], index) => {
      const value = hidden.has(member) ? Infinity : cost(x, y);
      if (value < lowest) [best, lowest] = [index, value];
    });
    return best;
  };
  return {
    at: (x, y) =>
      least((px, py) => {
        const distance = Math.hypot(px - x, py - y);
        return distance > NEAR ? Infinity : distance;
      }),
    next: (stop, key) => {
      /** @type {Record<string, readonly [number, number]>} */
      const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
      if (key === 'Home') return least((x) => x);
      if (key === 'End') return least((x) => -x);
      const direction = directions[key];
      if (direction === undefined) return null;
      const [fromX, fromY] = points[stop ?? -1] ?? [];
      if (fromX === undefined || fromY === undefined) return least((x) => x);
      // The nearest that lies more in this direction than beside it.
      const next = least((x, y) => {
        const [dx, dy] = [x - fromX, y - fromY];
        const along = dx * direction[0] + dy * direction[1];
        const beside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
        return along > 0 && beside <= along ? Math.hypot(dx, dy) : Infinity;
      });
      return next ?? stop;
    },
    read: (stop) => {
      const [x, y, member, tile, name] = points[stop] ?? [0, 0, 0, null, ''];
      const { name: text, colour } = series[member] ?? { name: '', colour: 0 };
      return {
        title: name || text,
        rows: [{ name: text, colour, text: '' }],
        at: [x, y + 4],
        dots: [[x, y, colour]],
        tile,
      };
    },
  };
}
