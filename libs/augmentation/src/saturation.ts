import { clamp01, luminance } from './luminance';

const CHANNELS = 3;

/**
 * factor * x + (1 - factor) * luminance of the pixel, in 0..1, in place, for RGB pixels in 0..1; factor 0 or more.
 * As torchvision's `adjust_saturation`.
 */
export function adjustSaturation(pixels: Float32Array, factor: number): void {
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const red = pixels[at]!;
    const green = pixels[at + 1]!;
    const blue = pixels[at + 2]!;
    const shift = (1 - factor) * luminance(red, green, blue);
    pixels[at] = clamp01(factor * red + shift);
    pixels[at + 1] = clamp01(factor * green + shift);
    pixels[at + 2] = clamp01(factor * blue + shift);
  }
}
