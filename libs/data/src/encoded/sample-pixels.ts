import type { RgbImage } from '@amcl/images';

const CHANNELS = 3;
/** Pixels that are counted of an image: those of a large one are so many that counting all would take as long as decoding them. */
const MOST = 10_000;

/** Every pixel of a small image, evenly spaced ones of a large image: RGB, at most 10,000. */
export function samplePixels({ pixels }: Pick<RgbImage, 'pixels'>): Uint8Array {
  const count = pixels.length / CHANNELS;
  if (count <= MOST) return pixels;
  const sample = new Uint8Array(MOST * CHANNELS);
  for (let place = 0; place < MOST; place++) {
    const from = Math.floor((place * count) / MOST) * CHANNELS;
    sample[place * CHANNELS] = pixels[from] ?? 0;
    sample[place * CHANNELS + 1] = pixels[from + 1] ?? 0;
    sample[place * CHANNELS + 2] = pixels[from + 2] ?? 0;
  }
  return sample;
}
