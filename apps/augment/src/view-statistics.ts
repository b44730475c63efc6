import { viewStream, type Recipe, type ViewParameters } from '@amcl/augmentation';
import { viewMaker, type ImageSplit } from '@amcl/input-stream';
import type { AugmentResult } from '@amcl/results';
import { OPERATIONS, type OperationName } from './operations';

const CHANNELS = 3;
const VIEWS = 2;

const APPLIED: Readonly<Record<OperationName, (parameters: ViewParameters) => boolean>> = {
  randomResizedCrop: () => true,
  randomHorizontalFlip: ({ flip }) => flip,
  colorJitter: ({ jitter }) => jitter !== null,
  randomGrayscale: ({ grayscale }) => grayscale,
  gaussianBlur: ({ blurSigma }) => blurSigma !== null,
};

/** What the views look like, and how fast they were made by this one thread. */
export interface MeasuredViews {
  readonly statistics: AugmentResult['statistics'];
  readonly viewsPerSecond: number;
}

/**
 * Makes both views of epoch 0 of up to `most` images, spread evenly over the split: per-channel mean and standard deviation of
 * their pixels before normalisation (0..1), and the share of views to which each operation was applied.
 */
export async function measureViews(
  split: ImageSplit & { readonly count: number },
  recipe: Recipe,
  seed: number,
  most: number,
): Promise<MeasuredViews> {
  const { size, sample, make } = viewMaker(split, recipe);
  const images = Math.min(most, split.count);
  const views = images * VIEWS;
  const pair = Array.from({ length: VIEWS }, () => new Float32Array(size * size * CHANNELS));
  const applied = Object.fromEntries(OPERATIONS.map((operation) => [operation, 0])) as Record<OperationName, number>;
  const sums = new Float64Array(CHANNELS);
  const squares = new Float64Array(CHANNELS);
  let milliseconds = 0;
  for (let number = 0; number < images; number++) {
    const index = Math.floor((number * split.count) / images);
    const started = performance.now();
    const parameters = pair.map((_, view) => sample(index, viewStream(seed, 0, index, view)));
    const made = make(index, parameters, pair, 0);
    if (made !== undefined) await made;
    milliseconds += performance.now() - started;
    for (const operation of OPERATIONS) for (const one of parameters) if (APPLIED[operation](one)) applied[operation]++;
    for (const view of pair) addPixels(view, sums, squares);
  }
  const pixels = views * size * size;
  const { mean, std } = recipe.normalize;
  return {
    statistics: {
      images,
      views,
      mean: Array.from(sums, (sum, channel) => (sum / pixels) * std[channel]! + mean[channel]!),
      std: Array.from(squares, (square, channel) => {
        const variance = square / pixels - (sums[channel]! / pixels) ** 2;
        return Math.sqrt(Math.max(0, variance)) * std[channel]!;
      }),
      shares: Object.fromEntries(OPERATIONS.map((operation) => [operation, applied[operation] / views])),
    },
    viewsPerSecond: Math.round((views / milliseconds) * 1000),
  };
}

function addPixels(view: Float32Array, sums: Float64Array, squares: Float64Array): void {
  for (let at = 0; at < view.length; at++) {
    const value = view[at]!;
    sums[at % CHANNELS]! += value;
    squares[at % CHANNELS]! += value * value;
  }
}
