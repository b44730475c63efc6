import type { Pixels } from './pixels';

const CHANNELS = 3;
const RED = 0.2989;
const GREEN = 0.587;
const BLUE = 0.114;

/** The luminance of white, which is not quite 1. */
export const WHITE_LUMINANCE = RED + GREEN + BLUE;

/** The luminance of a pixel, L = 0.2989 R + 0.587 G + 0.114 B, as torchvision's `rgb_to_grayscale` has it. */
export function luminance(red: number, green: number, blue: number): number {
  return RED * red + GREEN * green + BLUE * blue;
}

/** The mean luminance of RGB pixels. */
export function meanLuminance(pixels: Pixels): number {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    red += pixels[at]!;
    green += pixels[at + 1]!;
    blue += pixels[at + 2]!;
  }
  return luminance(red, green, blue) / (pixels.length / CHANNELS);
}
