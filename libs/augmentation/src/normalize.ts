import type { Normalization } from './recipe';

const CHANNELS = 3;

/** (x - mean) / std of RGB pixels in 0..1, written to `out` from `outOffset`. As torchvision's `normalize`. */
export function normalize(
  pixels: Float32Array,
  { mean, std }: Normalization,
  out: Float32Array,
  outOffset: number,
): void {
  for (let channel = 0; channel < CHANNELS; channel++) {
    const scale = 1 / std[channel]!;
    const shift = -mean[channel]! * scale;
    for (let at = channel; at < pixels.length; at += CHANNELS) out[outOffset + at] = pixels[at]! * scale + shift;
  }
}
