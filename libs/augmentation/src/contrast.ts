import { settle, settled, type Levels } from './levels';
import { meanLuminance, WHITE_LUMINANCE } from './luminance';
import type { Pixels } from './pixels';

/** `adjustContrast` as a step: a factor of at most 1 gives a mean of values in 0..1, needs no clamp and touches no pixel. */
export function contrast(pixels: Pixels, factor: number, levels: Levels): void {
  const mean = levels.gain * meanLuminance(pixels) + levels.offset * WHITE_LUMINANCE;
  levels.gain *= factor;
  levels.offset = factor * levels.offset + (1 - factor) * mean;
  if (factor > 1) settle(pixels, levels);
}

/**
 * factor * x + (1 - factor) * mean luminance of the image, in 0..1, in place, for RGB pixels in 0..1; factor 0 or more.
 * As torchvision's `adjust_contrast`.
 */
export const adjustContrast = settled(contrast);
