import { clamp01 } from './luminance';

/** factor * x in 0..1, in place, for RGB pixels in 0..1; factor 0 or more. As torchvision's `adjust_brightness`. */
export function adjustBrightness(pixels: Float32Array, factor: number): void {
  for (let index = 0; index < pixels.length; index++) pixels[index] = clamp01(factor * pixels[index]!);
}
