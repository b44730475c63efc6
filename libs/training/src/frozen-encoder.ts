import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { capture, type Captured, type CapturedInput } from '@amcl/engine';
import { evalScope, type Encoder, type WeightArrays } from '@amcl/models';
import { capturedState, unflatten } from './flat-state';

/** A batch of normalised images. */
export interface ImageBatch {
  readonly count: number;
  /** [count, H, W, C], row-major. Read before the next batch is asked for. */
  readonly images: Float32Array;
}

/** Images to encode. */
export interface EncodeOptions {
  /** Images in all. */
  readonly count: number;
  /** [H, W, C] */
  readonly imageShape: readonly [number, number, number];
  /** All images in order; memory grows with the size of a batch. */
  readonly batches: Iterable<ImageBatch> | AsyncIterable<ImageBatch>;
  /** Told after each batch how many images are done. */
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** One graph for batches of up to so many images, [B, H, W, C]. */
interface CapturedForward {
  readonly captured: Captured;
  readonly shape: readonly [number, number, number, number];
}

/** An encoder in eval mode, with weights that stay as they are. What it makes of them is there until it is disposed. */
export class FrozenEncoder {
  private readonly state: Readonly<Record<string, CapturedInput>>;
  private graph: CapturedForward | null = null;
  private tensors: Record<string, tf.Tensor> | null = null;

  /**
   * @param weights of the names of the encoder: all that its forward pass takes
   * @param options.capture one graph for the forward pass, where the backend is tensorflow; else operation by operation
   */
  constructor(
    private readonly encoder: Encoder,
    weights: WeightArrays,
    private readonly options: { readonly capture: boolean },
  ) {
    this.state = capturedState(encoder, { ...weights, slots: {} });
  }

  /**
   * Features of many images, row-major [count, encoder.features]. An image's features do not depend on the others.
   * Between batches other work of the process gets its turn.
   * @throws when the batches hold another number of images than `count`; the signal's reason when it is aborted
   */
  async encode({ count, imageShape, batches, onProgress, signal }: EncodeOptions): Promise<Float32Array> {
    const features = new Float32Array(count * this.encoder.features);
    let done = 0;
    for await (const { count: size, images } of batches) {
      signal?.throwIfAborted();
      features.set(this.forward(images, [size, ...imageShape]), done * this.encoder.features);
      done += size;
      onProgress?.(done);
      await setImmediate();
    }
    if (done !== count) throw new Error(`Expected ${count} images in batches but received ${done}`);
    return features;
  }

  /** Frees graph and tensors; they are made anew when there is more to encode. */
  dispose(): void {
    this.graph?.captured.dispose();
    this.graph = null;
    tf.dispose(this.tensors ?? {});
    this.tensors = null;
  }

  private forward(images: Float32Array, shape: CapturedForward['shape']): Float32Array {
    return this.options.capture && tf.getBackend() === 'tensorflow'
      ? this.forwardCaptured(images, shape)
      : this.forwardEager(images, shape);
  }

  private forwardEager(images: Float32Array, shape: CapturedForward['shape']): Float32Array {
    this.tensors ??= Object.fromEntries(
      Object.entries(this.state).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape], 'float32')]),
    );
    const scope = evalScope(unflatten(this.tensors));
    return tf.tidy(() => this.encoder.forward(tf.tensor(images, [...shape], 'float32'), scope).dataSync<'float32'>());
  }

  private forwardCaptured(images: Float32Array, shape: CapturedForward['shape']): Float32Array {
    if (!this.graph || !fits(shape, this.graph.shape)) {
      this.dispose();
      this.graph = { captured: this.capture(shape), shape };
    }
    const { captured, shape: whole } = this.graph;
    const { features } = captured.run({ images: { shape: whole, data: padded(images, sizeOf(whole)) } });
    return (features as Float32Array).subarray(0, shape[0] * this.encoder.features);
  }

  private capture(shape: CapturedForward['shape']): Captured {
    return capture(
      (tensors, { images }) => ({
        state: tensors,
        outputs: { features: this.encoder.forward(images as tf.Tensor, evalScope(unflatten(tensors))) },
      }),
      this.state,
      { images: { shape, data: new Float32Array(sizeOf(shape)) } },
    );
  }
}

/** Whether a batch is no larger than the graph's, of images of its shape. */
function fits([count, ...image]: CapturedForward['shape'], [largest, ...wanted]: CapturedForward['shape']): boolean {
  return count <= largest && image.join() === wanted.join();
}

/** With zeros after them: images of their own, whose features nobody reads. A second graph would take memory for one batch. */
function padded(images: Float32Array, size: number): Float32Array {
  if (images.length === size) return images;
  const whole = new Float32Array(size);
  whole.set(images);
  return whole;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
