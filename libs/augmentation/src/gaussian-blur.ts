const CHANNELS = 3;

/**
 * A function that blurs a `size` x `size` RGB image in place with a separable Gaussian: weights exp(-t^2 / (2 sigma^2))
 * normalised over `kernelSize` (odd, kernelSize / 2 below `size`) taps, the border reflected without repeating the edge.
 * As torchvision's `gaussian_blur`. Allocates nothing when called.
 */
export function gaussianBlur(size: number, kernelSize: number): (pixels: Float32Array, sigma: number) => void {
  const radius = (kernelSize - 1) / 2;
  const stride = size * CHANNELS;
  const weights = new Float64Array(radius + 1);
  const rows = new Float32Array(size * stride);
  return (pixels, sigma) => {
    gaussianWeights(weights, sigma);
    for (let row = 0; row < pixels.length; row += stride) blurRow(pixels, row, size, weights, rows);
    for (let y = 0; y < size; y++) blurColumns(rows, y, size, weights, pixels);
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

function blurRow(pixels: Float32Array, row: number, size: number, weights: Float64Array, out: Float32Array): void {
  for (let x = 0; x < size; x++) {
    const at = row + x * CHANNELS;
    const centre = weights[0]!;
    let red = centre * pixels[at]!;
    let green = centre * pixels[at + 1]!;
    let blue = centre * pixels[at + 2]!;
    for (let distance = 1; distance < weights.length; distance++) {
      const weight = weights[distance]!;
      const left = row + reflect(x - distance, size) * CHANNELS;
      const right = row + reflect(x + distance, size) * CHANNELS;
      red += weight * (pixels[left]! + pixels[right]!);
      green += weight * (pixels[left + 1]! + pixels[right + 1]!);
      blue += weight * (pixels[left + 2]! + pixels[right + 2]!);
    }
    out[at] = red;
    out[at + 1] = green;
    out[at + 2] = blue;
  }
}

function blurColumns(rows: Float32Array, y: number, size: number, weights: Float64Array, out: Float32Array): void {
  const stride = size * CHANNELS;
  const row = y * stride;
  const centre = weights[0]!;
  for (let x = 0; x < stride; x++) out[row + x] = centre * rows[row + x]!;
  for (let distance = 1; distance < weights.length; distance++) {
    const weight = weights[distance]!;
    const above = reflect(y - distance, size) * stride;
    const below = reflect(y + distance, size) * stride;
    for (let x = 0; x < stride; x++) out[row + x]! += weight * (rows[above + x]! + rows[below + x]!);
  }
}

function reflect(index: number, size: number): number {
  return index < 0 ? -index : index >= size ? 2 * (size - 1) - index : index;
}
