import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { evalScope, type Encoder, type Weights } from '@amcl/models';

/** Images to encode, and how. */
export interface EncodeOptions {
  readonly encoder: Encoder;
  /** With bare names: of `loadEncoder`, `untrainedEncoder` or `encoderWeights`. */
  readonly weights: Weights;
  /** Images in all. */
  readonly count: number;
  /** Images at a time, 1 or more; memory grows with it. */
  readonly batchSize: number;
  /** [H, W, C] */
  readonly imageShape: readonly [number, number, number];
  /** The normalised images start .. end - 1, row-major. */
  readonly images: (start: number, end: number) => Float32Array;
  /** Told after each batch how many images are done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Features of many images in eval mode, row-major [count, encoder.features]. An image's features do not depend on the others.
 * Between batches other work of the process gets its turn.
 * @throws the signal's reason when it is aborted
 */
export async function encodeBatches(options: EncodeOptions): Promise<Float32Array> {
  const { encoder, weights, count, batchSize, imageShape, images, onProgress, signal } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new Error(`Expected a whole number of 1 or more for batchSize but received ${batchSize}`);
  const scope = evalScope(weights);
  const features = new Float32Array(count * encoder.features);
  for (let start = 0; start < count; start += batchSize) {
    signal?.throwIfAborted();
    const end = Math.min(count, start + batchSize);
    const encoded = tf.tidy(() =>
      encoder.forward(tf.tensor(images(start, end), [end - start, ...imageShape], 'float32'), scope),
    );
    features.set(await encoded.data<'float32'>(), start * encoder.features);
    encoded.dispose();
    onProgress?.(end);
    await setImmediate();
  }
  return features;
}
