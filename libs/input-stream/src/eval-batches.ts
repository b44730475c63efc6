import { evalTransform, type Normalization } from '@amcl/augmentation';
import type { Split } from '@amcl/data';

/** Images as an encoder in eval mode sees them. */
export interface EvalBatch {
  /** Place of the first image in the split. */
  readonly start: number;
  /** Images of this batch; the last may have fewer. */
  readonly count: number;
  /** Normalised floats [count, H, W, 3]. Overwritten by the next batch. */
  readonly images: Float32Array;
  /** Classes [count]. */
  readonly labels: Int32Array;
}

/** All images of a split in order, normalised and nothing else: for encoding features. */
export function* evalBatches(
  split: Pick<Split, 'images' | 'labels' | 'count' | 'shape'>,
  batchSize: number,
  normalization: Normalization,
): Generator<EvalBatch, void, undefined> {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new RangeError(`Expected a whole number of at least 1 for batchSize but received ${batchSize}`);
  const [height, width, channels] = split.shape;
  const imageSize = height * width * channels;
  const normalize = evalTransform(normalization);
  const buffer = new Float32Array(Math.min(batchSize, split.count) * imageSize);
  for (let start = 0; start < split.count; start += batchSize) {
    const count = Math.min(batchSize, split.count - start);
    normalize(split.images.subarray(start * imageSize, (start + count) * imageSize), buffer);
    yield {
      start,
      count,
      images: buffer.subarray(0, count * imageSize),
      labels: split.labels.subarray(start, start + count),
    };
  }
}
