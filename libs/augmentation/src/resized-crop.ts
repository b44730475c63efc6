import type { Crop } from './crop';
import { resampleTaps, type ResampleTaps } from './resample-taps';

const CHANNELS = 3;
const WHITE = 255;

/**
 * A function that crops an RGB image of [height, width, 3] bytes and resizes the crop to `size` x `size`: bilinear with
 * antialias, equal to torchvision's `resized_crop` on floats. `out` receives [size, size, 3] in 0..1.
 * Weights are made once a crop length and kept; nothing else is allocated.
 */
export function resizedCrop(
  imageHeight: number,
  imageWidth: number,
  size: number,
): (image: Uint8Array, crop: Crop, out: Float32Array) => void {
  const rows = new Float32Array(imageHeight * size * CHANNELS);
  const known: (ResampleTaps | undefined)[] = [];
  const tapsFor = (length: number): ResampleTaps => (known[length] ??= resampleTaps(length, size));
  return (image, { top, left, height, width }, out) => {
    const corner = (top * imageWidth + left) * CHANNELS;
    resizeWidths(image, corner, imageWidth * CHANNELS, height, tapsFor(width), rows);
    resizeHeights(rows, size * CHANNELS, tapsFor(height), out);
  };
}

function resizeWidths(
  image: Uint8Array,
  corner: number,
  stride: number,
  height: number,
  { taps, start, weights }: ResampleTaps,
  out: Float32Array,
): void {
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = corner + y * stride;
    for (let x = 0; x < start.length; x++) {
      let from = row + start[x]! * CHANNELS;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = x * taps; tap < (x + 1) * taps; tap++) {
        const weight = weights[tap]!;
        red += weight * image[from]!;
        green += weight * image[from + 1]!;
        blue += weight * image[from + 2]!;
        from += CHANNELS;
      }
      out[to] = red / WHITE;
      out[to + 1] = green / WHITE;
      out[to + 2] = blue / WHITE;
      to += CHANNELS;
    }
  }
}

function resizeHeights(
  rows: Float32Array,
  stride: number,
  { taps, start, weights }: ResampleTaps,
  out: Float32Array,
): void {
  for (let y = 0; y < start.length; y++) {
    const to = y * stride;
    const from = start[y]! * stride;
    const first = weights[y * taps]!;
    for (let x = 0; x < stride; x++) out[to + x] = first * rows[from + x]!;
    for (let tap = 1; tap < taps; tap++) {
      const weight = weights[y * taps + tap]!;
      const row = from + tap * stride;
      for (let x = 0; x < stride; x++) out[to + x]! += weight * rows[row + x]!;
    }
  }
}
