import type { Pixels } from './pixels';

const CHANNELS = 3;

/**
 * A function that blurs a `size` x `size` RGB image in place with a separable Gaussian: weights exp(-t^2 / (2 sigma^2))
 * normalised over `kernelSize` (odd, kernelSize / 2 below `size`) taps, the border reflected without repeating the edge.
 * As torchvision's `gaussian_blur`. Allocates nothing when called.
 */
export function gaussianBlur(size: number, kernelSize: number): (pixels: Pixels, sigma: number) => void {
  const radius = (kernelSize - 1) / 2;
  const stride = size * CHANNELS;
  const border = radius * CHANNELS;
  const wide = border + stride + border;
  const weights = new Float64Array(radius + 1);
  // The image blurred along its columns, each row with room for its reflected ends.
  const rows = new Float64Array(size * wide);
  return (pixels, sigma) => {
    if (radius === 0) return;
    gaussianWeights(weights, sigma);
    for (let y = 0; y < size; y++) {
      const row = y * wide + border;
      for (let distance = 1; distance <= radius; distance++) {
        const above = reflect(y - distance, size) * stride;
        const below = reflect(y + distance, size) * stride;
        addPair(weights, distance, pixels, y * stride, above, below, rows, row, stride);
      }
      reflectEnds(rows, row, stride, border);
    }
    for (let y = 0; y < size; y++) {
      const row = y * wide + border;
      for (let distance = 1; distance <= radius; distance++) {
        const offset = distance * CHANNELS;
        addPair(weights, distance, rows, row, row - offset, row + offset, pixels, y * stride, stride);
      }
    }
  };
}

/** The centre's weight and those at distance 1, 2, ...; both sides together sum to 1. */
function gaussianWeights(weights: Float64Array, sigma: number): void {
  let sum = 0;
  for (let distance = 0; distance < weights.length; distance++) {
    const weight = Math.exp(-0.5 * (distance / sigma) ** 2);
    weights[distance] = weight;
    sum += distance === 0 ? weight : 2 * weight;
  }
  for (let distance = 0; distance < weights.length; distance++) weights[distance]! /= sum;
}

/** The weighted neighbours at a distance on both sides of `count` values, added to `out`; the first begin with the centre. */
function addPair(
  weights: Float64Array,
  distance: number,
  from: Pixels,
  centre: number,
  before: number,
  after: number,
  out: Pixels,
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
