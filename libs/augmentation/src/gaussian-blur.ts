import { symmetricFilter, type SymmetricFilter } from './symmetric-filter';

/** Weights below that share of the centre's change no float and are left out: at small sigmas most of a wide kernel's. */
const NEGLIGIBLE = 1e-9;

/**
 * A function that blurs a `size` x `size` RGB image in place with a separable Gaussian: weights exp(-t^2 / (2 sigma^2))
 * normalised over `kernelSize` (odd, kernelSize / 2 below `size`) taps, the border reflected without repeating the edge.
 * As torchvision's `gaussian_blur`. Allocates nothing when called.
 * @param filter of images of that size, by up to (kernelSize + 1) / 2 weights
 */
export function gaussianBlur(
  size: number,
  kernelSize: number,
  filter: SymmetricFilter = symmetricFilter(size, (kernelSize + 1) / 2),
): (pixels: Float64Array, sigma: number) => void {
  const weights = new Float64Array((kernelSize + 1) / 2);
  const first = Array.from(weights, (_, last) => weights.subarray(0, last + 1));
  return (pixels, sigma) => {
    const last = gaussianWeights(weights, sigma);
    if (last > 0) filter(pixels, first[last]!);
  };
}

/**
 * The centre's weight and those at distance 1, 2, ...; both sides together sum to 1.
 * @returns the last that is not negligible
 */
function gaussianWeights(weights: Float64Array, sigma: number): number {
  let sum = 0;
  let last = 0;
  for (let distance = 0; distance < weights.length; distance++) {
    const weight = Math.exp(-0.5 * (distance / sigma) ** 2);
    weights[distance] = weight;
    sum += distance === 0 ? weight : 2 * weight;
    if (weight > NEGLIGIBLE) last = distance;
  }
  for (let distance = 0; distance < weights.length; distance++) weights[distance]! /= sum;
  return last;
}
