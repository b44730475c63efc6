/** Which input pixels an output pixel of one axis is made of: `taps` neighbours from `start[x]`, weights at `x * taps`. */
export interface ResizeTaps {
  readonly input: number;
  readonly output: number;
  readonly taps: number;
  readonly start: Int32Array;
  /** Of WEIGHT_BITS after the point. */
  readonly weights: Int32Array;
}

export const WEIGHT_BITS = 22;

/** Weights of PIL's bilinear resize of 8-bit images: its `precompute_coeffs` and `normalize_coeffs_8bpc`, operation by operation. */
export function resizeTaps(input: number, output: number): ResizeTaps {
  const scale = input / output;
  const support = Math.max(scale, 1);
  const step = 1 / support;
  const pixels = Array.from({ length: output }, (_, x) => {
    const centre = (x + 0.5) * scale;
    const from = Math.max(Math.trunc(centre - support + 0.5), 0);
    const to = Math.min(Math.trunc(centre + support + 0.5), input);
    const weights = Array.from({ length: to - from }, (_, tap) =>
      Math.max(0, 1 - Math.abs((from + tap - centre + 0.5) * step)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { from, weights: weights.map((weight) => Math.trunc(0.5 + (weight / sum) * 2 ** WEIGHT_BITS)) };
  });
  const taps = pixels.reduce((most, { weights }) => Math.max(most, weights.length), 0);
  const start = new Int32Array(output);
  const weights = new Int32Array(output * taps);
  for (const [x, pixel] of pixels.entries()) {
    const first = Math.min(pixel.from, input - taps);
    start[x] = first;
    weights.set(pixel.weights, x * taps + pixel.from - first);
  }
  return { input, output, taps, start, weights };
}
