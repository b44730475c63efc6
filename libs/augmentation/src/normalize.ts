import { plainLevels, type Levels } from './levels';
import type { Pixels } from './pixels';
import type { Normalization } from './recipe';

const CHANNELS = 3;
const PLAIN: Readonly<Levels> = plainLevels();

/**
 * (x - mean) / std of RGB pixels, x in 0..1 at the given levels, written to `out` from `outOffset`. As torchvision's
 * `normalize`.
 */
export function normalize(
  pixels: Pixels,
  { mean, std }: Normalization,
  out: Float32Array,
  outOffset: number,
  { gain, offset }: Readonly<Levels> = PLAIN,
): void {
  const [redGain, greenGain, blueGain] = [gain / std[0], gain / std[1], gain / std[2]];
  const redShift = (offset - mean[0]) / std[0];
  const greenShift = (offset - mean[1]) / std[1];
  const blueShift = (offset - mean[2]) / std[2];
  for (let at = 0; at < pixels.length; at += CHANNELS) {
    const to = outOffset + at;
    out[to] = redGain * pixels[at]! + redShift;
    out[to + 1] = greenGain * pixels[at + 1]! + greenShift;
    out[to + 2] = blueGain * pixels[at + 2]! + blueShift;
  }
}
