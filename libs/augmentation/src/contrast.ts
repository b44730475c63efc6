import { clamp01, luminance } from './luminance';

const CHANNELS = 3;

/**
 * factor * x + (1 - factor) * mean luminance of the image, in 0..1, in place, for RGB pixels in 0..1; factor 0 or more.
 * As torchvision's `adjust_contrast`.
 */
export function adjustContrast(pixels: Float32Array, factor: number): void {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += CHANNELS) sum += luminance(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
  const shift = (1 - factor) * ((sum * CHANNELS) / pixels.length);
  for (let index = 0; index < pixels.length; index++) pixels[index] = clamp01(factor * pixels[index]! + shift);
}
