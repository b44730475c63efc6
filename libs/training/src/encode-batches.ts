import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { evalScope, type Encoder, type Weights } from '@amcl/models';

/** A batch of normalised images. */
export interface ImageBatch {
  readonly count: number;
  /** [count, H, W, C], row-major. Read before the next batch is asked for. */
  readonly images: Float32Array;
}

/** Images to encode, and how. */
export interface EncodeOptions {
  readonly encoder: Encoder;
  /** With bare names: of `loadEncoder` or `encoderWeights`. */
  readonly weights: Weights;
  /** Images in all. */
  readonly count: number;
  /** [H, W, C] */
  readonly imageShape: readonly [number, number, number];
  /** All images in order; memory grows with the size of a batch. */
  readonly batches: Iterable<ImageBatch>;
  /** Told after each batch how many images are done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Features of many images in eval mode, row-major [count, encoder.features]. An image's features do not depend on the others.
 * Between batches other work of the process gets its turn.
 * @throws when the batches hold another number of images than `count`; the signal's reason when it is aborted
 */
export async function encodeBatches(options: EncodeOptions): Promise<Float32Array> {
  const { encoder, weights, count, imageShape, batches, onProgress, signal } = options;
  const scope = evalScope(weights);
  const features = new Float32Array(count * encoder.features);
  let done = 0;
  for (const batch of batches) {
    signal?.throwIfAborted();
    const encoded = tf.tidy(() =>
      encoder.forward(tf.tensor(batch.images, [batch.count, ...imageShape], 'float32'), scope),
    );
    features.set(await encoded.data<'float32'>(), done * encoder.features);
    encoded.dispose();
    done += batch.count;
    onProgress?.(done);
    await setImmediate();
  }
  if (done !== count) throw new Error(`Expected ${count} images in batches but received ${done}`);
  return features;
}
