const CHANNELS = 3;

/**
 * Filters a square RGB image in place along its columns, then along its rows: each value becomes weights[0] of itself and weights[d] of both
 * values at distance d, the border reflected without repeating the edge. `weights` are two or more, at most as many as the image has rows.
 */
export type SymmetricFilter = (pixels: Float64Array, weights: Float64Array) => void;

/**
 * A filter of `size` x `size` images for up to `mostWeights` weights. It owns scratch memory and allocates nothing when called. `@amcl/images` has
 * one that gives the same bits natively.
 */
export function symmetricFilter(size: number, mostWeights: number): SymmetricFilter {
  const stride = size * CHANNELS;
  const border = (mostWeights - 1) * CHANNELS;
  const wide = border + stride + border;
  // The image filtered along its columns, each row with room for its reflected ends.
  const rows = new Float64Array(size * wide);
  return (pixels, weights) => {
    for (let y = 0; y < size; y++) {
      const row = y * wide + border;
      for (let distance = 1; distance < weights.length; distance++) {
        const above = reflect(y - distance, size) * stride;
        const below = reflect(y + distance, size) * stride;
        addPair(weights, distance, pixels, y * stride, above, below, rows, row, stride);
      }
      reflectEnds(rows, row, stride, (weights.length - 1) * CHANNELS);
    }
    for (let y = 0; y < size; y++) {
      const row = y * wide + border;
      for (let distance = 1; distance < weights.length; distance++) {
        const offset = distance * CHANNELS;
        addPair(weights, distance, rows, row, row - offset, row + offset, pixels, y * stride, stride);
      }
    }
  };
}

/** The weighted neighbours at a distance on both sides of `count` values, added to `out`; the first begin with the centre. */
function addPair(
  weights: Float64Array,
  distance: number,
  from: Float64Array,
  centre: number,
  before: number,
  after: number,
  out: Float64Array,
  to: number,
  count: number,
): void {
  const weight = weights[distance]!;
  if (distance === 1) {
    const own = weights[0]!;
    // A pixel at a time: a third faster than a value at a time.
    for (let x = 0; x < count; x += CHANNELS) {
      out[to + x] = own * from[centre + x]! + weight * (from[before + x]! + from[after + x]!);
      out[to + x + 1] = own * from[centre + x + 1]! + weight * (from[before + x + 1]! + from[after + x + 1]!);
      out[to + x + 2] = own * from[centre + x + 2]! + weight * (from[before + x + 2]! + from[after + x + 2]!);
    }
  } else {
    for (let x = 0; x < count; x++) out[to + x]! += weight * (from[before + x]! + from[after + x]!);
  }
}

/** Continues a row of `stride` values at both ends by its mirror image, `border` values long. */
function reflectEnds(rows: Float64Array, row: number, stride: number, border: number): void {
  const end = row + stride;
  for (let offset = CHANNELS; offset <= border; offset += CHANNELS)
    for (let channel = 0; channel < CHANNELS; channel++) {
      rows[row - offset + channel] = rows[row + offset + channel]!;
      rows[end - CHANNELS + offset + channel] = rows[end - CHANNELS - offset + channel]!;
    }
}

function reflect(index: number, size: number): number {
  return index < 0 ? -index : index >= size ? 2 * (size - 1) - index : index;
}
