import { settle, settled, type Levels } from './levels';
import type { Pixels } from './pixels';

/** `adjustBrightness` as a step: a factor of at most 1 needs no clamp and touches no pixel. */
export function brightness(pixels: Pixels, factor: number, levels: Levels): void {
  levels.gain *= factor;
  levels.offset *= factor;
  if (factor > 1) settle(pixels, levels);
}

/** factor * x in 0..1, in place, for RGB pixels in 0..1; factor 0 or more. As torchvision's `adjust_brightness`. */
export const adjustBrightness = settled(brightness);
