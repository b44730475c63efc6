import { luminance } from './luminance';
import type { Pixels } from './pixels';

const CHANNELS = 3;

/** Puts each pixel's luminance on its three channels, in place. As torchvision's `rgb_to_grayscale`. */
export function grayscale(pixels: Pixels): void {
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const gray = luminance(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    pixels[at] = gray;
    pixels[at + 1] = gray;
    pixels[at + 2] = gray;
  }
}
