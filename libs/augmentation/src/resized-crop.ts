import type { Crop } from './crop';
import type { Pixels } from './pixels';
import { resampleTaps, type ResampleTaps } from './resample-taps';

const CHANNELS = 3;
const LEVEL = 1 / 255;

/**
 * A function that crops an RGB image of [height, width, 3] bytes and resizes the crop to `size` x `size`: bilinear with
 * antialias, equal to torchvision's `resized_crop` on floats; `mirrored`: left to right. `out` receives [size, size, 3] in
 * 0..1. Weights are made once a crop length and kept; nothing else is allocated.
 */
export function resizedCrop(
  imageHeight: number,
  imageWidth: number,
  size: number,
): (image: Uint8Array, crop: Crop, out: Pixels, mirrored?: boolean) => void {
  const rows = new Float64Array(imageHeight * size * CHANNELS);
  const known: (ResampleTaps | undefined)[] = [];
  const tapsFor = (length: number): ResampleTaps => (known[length] ??= resampleTaps(length, size));
  return (image, { top, left, height, width }, out, mirrored = false) => {
    const taps = tapsFor(width);
    const resizeWidth = taps.taps === 2 ? enlargeWidth : reduceWidth;
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * imageWidth + left) * CHANNELS;
      const to = y * size * CHANNELS;
      if (mirrored) resizeWidth(image, from, taps, rows, to + (size - 1) * CHANNELS, -CHANNELS);
      else resizeWidth(image, from, taps, rows, to, CHANNELS);
    }
    resizeHeights(rows, size * CHANNELS, tapsFor(height), out);
  };
}

/** A row of an enlarged crop, whose pixels are each made of two. Apart from `reduceWidth` because it is twice as fast. */
function enlargeWidth(
  image: Uint8Array,
  row: number,
  { start, weights }: ResampleTaps,
  out: Pixels,
  first: number,
  step: number,
): void {
  for (let x = 0, to = first; x < start.length; x++, to += step) {
    const from = row + start[x]! * CHANNELS;
    const left = weights[2 * x]! * LEVEL;
    const right = weights[2 * x + 1]! * LEVEL;
    out[to] = left * image[from]! + right * image[from + CHANNELS]!;
    out[to + 1] = left * image[from + 1]! + right * image[from + CHANNELS + 1]!;
    out[to + 2] = left * image[from + 2]! + right * image[from + CHANNELS + 2]!;
  }
}

function reduceWidth(
  image: Uint8Array,
  row: number,
  { taps, start, weights }: ResampleTaps,
  out: Pixels,
  first: number,
  step: number,
): void {
  for (let x = 0, to = first; x < start.length; x++, to += step) {
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
    out[to] = red * LEVEL;
    out[to + 1] = green * LEVEL;
    out[to + 2] = blue * LEVEL;
  }
}

function resizeHeights(rows: Float64Array, stride: number, { taps, start, weights }: ResampleTaps, out: Pixels): void {
  for (let y = 0; y < start.length; y++) {
    const to = y * stride;
    const above = start[y]! * stride;
    const below = taps > 1 ? above + stride : above;
    const upper = weights[y * taps]!;
    const lower = taps > 1 ? weights[y * taps + 1]! : 0;
    // A pixel at a time: a third faster than a value at a time.
    for (let x = 0; x < stride; x += CHANNELS) {
      out[to + x] = upper * rows[above + x]! + lower * rows[below + x]!;
      out[to + x + 1] = upper * rows[above + x + 1]! + lower * rows[below + x + 1]!;
      out[to + x + 2] = upper * rows[above + x + 2]! + lower * rows[below + x + 2]!;
    }
    for (let tap = 2; tap < taps; tap++) {
      const weight = weights[y * taps + tap]!;
      const row = above + tap * stride;
      for (let x = 0; x < stride; x++) out[to + x]! += weight * rows[row + x]!;
    }
  }
}
