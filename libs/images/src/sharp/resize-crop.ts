import type { ImageSize, ViewCrop } from '../image-decoder';
import { resizeTaps, WEIGHT_BITS, type ResizeTaps } from './resize-taps';

const CHANNELS = 3;
const ROUND = 1 << (WEIGHT_BITS - 1);

/** A rectangle of bytes: `width` pixels of three channels at `offset`, rows `stride` bytes apart. */
interface Area {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly stride: number;
  readonly width: number;
}

/**
 * A crop of an RGB image resized as PIL does: bilinear with antialias in fixed point, rounded to bytes after each of two passes.
 * @param imageWidth of `image`, pixels
 * @param out receives [height, width, 3] bytes
 */
export function resizeCrop(
  image: Uint8Array,
  imageWidth: number,
  crop: ViewCrop,
  size: ImageSize,
  out: Uint8Array,
): void {
  const [across, down] = [resizeTaps(crop.width, size.width), resizeTaps(crop.height, size.height)];
  const stride = imageWidth * CHANNELS;
  const area = { bytes: image, offset: crop.top * stride + crop.left * CHANNELS, stride, width: crop.width };
  if (downFirst(across, down)) {
    const between = new Uint8Array(size.height * crop.width * CHANNELS);
    resizeDown(area, down, between);
    resizeAcross(areaOf(between, crop.width), across, size.height, out);
  } else {
    const between = new Uint8Array(crop.height * size.width * CHANNELS);
    resizeAcross(area, across, crop.height, between);
    resizeDown(areaOf(between, size.width), down, out);
  }
  if (crop.mirrored) mirror(out, size.width);
}

/** Whether the pass down comes first, which PIL 13 does where it leaves less work; PIL before 13 always went across first. */
function downFirst(across: ResizeTaps, down: ResizeTaps): boolean {
  return down.input - down.output > 2 * Math.max(0, across.input - across.output);
}

function areaOf(bytes: Uint8Array, width: number): Area {
  return { bytes, offset: 0, stride: width * CHANNELS, width };
}

function resizeAcross(area: Area, { taps, start, weights, output }: ResizeTaps, rows: number, out: Uint8Array): void {
  for (let y = 0, to = 0; y < rows; y++)
    for (let x = 0; x < output; x++, to += CHANNELS) {
      let from = area.offset + y * area.stride + start[x]! * CHANNELS;
      let [red, green, blue] = [ROUND, ROUND, ROUND];
      for (let tap = x * taps; tap < (x + 1) * taps; tap++, from += CHANNELS) {
        const weight = weights[tap]!;
        red += weight * area.bytes[from]!;
        green += weight * area.bytes[from + 1]!;
        blue += weight * area.bytes[from + 2]!;
      }
      out[to] = red >> WEIGHT_BITS;
      out[to + 1] = green >> WEIGHT_BITS;
      out[to + 2] = blue >> WEIGHT_BITS;
    }
}

function resizeDown(area: Area, { taps, start, weights, output }: ResizeTaps, out: Uint8Array): void {
  const length = area.width * CHANNELS;
  const sums = new Int32Array(length);
  for (let y = 0; y < output; y++) {
    sums.fill(ROUND);
    for (let tap = 0; tap < taps; tap++) {
      const weight = weights[y * taps + tap]!;
      const from = area.offset + (start[y]! + tap) * area.stride;
      for (let x = 0; x < length; x++) sums[x]! += weight * area.bytes[from + x]!;
    }
    for (let x = 0; x < length; x++) out[y * length + x] = sums[x]! >> WEIGHT_BITS;
  }
}

function mirror(view: Uint8Array, width: number): void {
  for (let row = 0; row < view.length; row += width * CHANNELS)
    for (let left = row, right = row + (width - 1) * CHANNELS; left < right; left += CHANNELS, right -= CHANNELS)
      for (let channel = 0; channel < CHANNELS; channel++) {
        const level = view[left + channel]!;
        view[left + channel] = view[right + channel]!;
        view[right + channel] = level;
      }
}
