import type { Normalization } from './recipe';

const CHANNELS = 3;
const LEVELS = 256;

/**
 * A function that normalises RGB bytes and does nothing else: (x / 255 - mean) / std. `images` are any number of pixels of
 * three bytes (NHWC), `out` receives as many floats from `outOffset`.
 */
export function evalTransform({
  mean,
  std,
}: Normalization): (images: Uint8Array, out: Float32Array, outOffset?: number) => void {
  const table = Float32Array.from(
    { length: CHANNELS * LEVELS },
    (_, index) => (Math.floor(index / CHANNELS) / (LEVELS - 1) - mean[index % CHANNELS]!) / std[index % CHANNELS]!,
  );
  return (images, out, outOffset = 0) => {
    for (let at = 0; at < images.length; at += CHANNELS) {
      const to = outOffset + at;
      out[to] = table[images[at]! * CHANNELS]!;
      out[to + 1] = table[images[at + 1]! * CHANNELS + 1]!;
      out[to + 2] = table[images[at + 2]! * CHANNELS + 2]!;
    }
  };
}
