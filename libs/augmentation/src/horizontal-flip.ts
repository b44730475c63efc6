import type { Pixels } from './pixels';

const CHANNELS = 3;

/** Mirrors an RGB image of rows of `width` pixels left to right, in place. As torchvision's `hflip`. */
export function horizontalFlip(pixels: Pixels, width: number): void {
  const stride = width * CHANNELS;
  for (let row = 0; row < pixels.length; row += stride) {
    for (let left = row, right = row + stride - CHANNELS; left < right; left += CHANNELS, right -= CHANNELS) {
      for (let channel = 0; channel < CHANNELS; channel++) {
        const moved = pixels[left + channel]!;
        pixels[left + channel] = pixels[right + channel]!;
        pixels[right + channel] = moved;
      }
    }
  }
}
