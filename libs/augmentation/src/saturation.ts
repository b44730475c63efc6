import { clamp01, settled, type Levels } from './levels';
import { luminance, WHITE_LUMINANCE } from './luminance';
import type { Pixels } from './pixels';

const CHANNELS = 3;

/** `adjustSaturation` as a step, which brings `levels` into the pixels. */
export function saturation(pixels: Pixels, factor: number, levels: Levels): void {
  const own = factor * levels.gain;
  const gray = (1 - factor) * levels.gain;
  const offset = levels.offset * (factor + (1 - factor) * WHITE_LUMINANCE);
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const red = pixels[at]!;
    const green = pixels[at + 1]!;
    const blue = pixels[at + 2]!;
    const shift = gray * luminance(red, green, blue) + offset;
    pixels[at] = clamp01(own * red + shift);
    pixels[at + 1] = clamp01(own * green + shift);
    pixels[at + 2] = clamp01(own * blue + shift);
  }
  levels.gain = 1;
  levels.offset = 0;
}

/**
 * factor * x + (1 - factor) * luminance of the pixel, in 0..1, in place, for RGB pixels in 0..1; factor 0 or more.
 * As torchvision's `adjust_saturation`.
 */
export const adjustSaturation = settled(saturation);
