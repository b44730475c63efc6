/** Which input pixels an output pixel of one axis is made of: `taps` neighbours from `start[x]`, weights at `x * taps`. */
export interface ResampleTaps {
  readonly taps: number;
  readonly start: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Weights of a bilinear resize with antialias along one axis: a triangle of half-width max(scale, 1) around
 * (x + 0.5) * scale, scale = input / output, normalised at the border. As PyTorch's `_upsample_bilinear2d_aa`.
 */
export function resampleTaps(input: number, output: number): ResampleTaps {
  const scale = input / output;
  const halfWidth = Math.max(scale, 1);
  const rows = Array.from({ length: output }, (_, x) => {
    const centre = (x + 0.5) * scale;
    const from = Math.max(Math.trunc(centre - halfWidth + 0.5), 0);
    const to = Math.min(Math.trunc(centre + halfWidth + 0.5), input);
    const weights = Array.from({ length: to - from }, (_, tap) =>
      Math.max(0, 1 - Math.abs(from + tap + 0.5 - centre) / halfWidth),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { from, weights: weights.map((weight) => weight / sum) };
  });
  const taps = rows.reduce((most, row) => Math.max(most, row.weights.length), 0);
  const start = new Int32Array(output);
  const weights = new Float64Array(output * taps);
  for (const [x, row] of rows.entries()) {
    const first = Math.min(row.from, input - taps);
    start[x] = first;
    weights.set(row.weights, x * taps + row.from - first);
  }
  return { taps, start, weights };
}
