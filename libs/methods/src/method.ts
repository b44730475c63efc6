import type * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import type { LossStatistics } from '@amcl/losses';
import type { Encoder, Module, Scope } from '@amcl/models';

/** Where a training stands when a step begins. */
export interface StepPosition {
  /** Steps done, from 0. */
  readonly step: number;
  /** Of the whole training. */
  readonly steps: number;
  /** Of the experiment, 0 .. 2^32 - 1. */
  readonly seed: number;
}

/** Numbers that change from step to step and come from no image: a momentum, an order. Float32 unless Int32Array. */
export type StepInputs = Readonly<Record<string, number | Int32Array>>;

/** What the loss of a batch gives. */
export interface MethodLoss {
  readonly loss: tf.Scalar;
  /** What the projection head made of the first view, [B, D], or [C, B, D] of C heads: the collapse monitor looks at it. */
  readonly embedding: tf.Tensor;
  /** What is worth showing, each over pairs of any number: their means are logged, those of temperatures by head. Without gradient. */
  readonly statistics: LossStatistics;
}

/**
 * A way to pre-train an encoder. A step is, in this order: `targets`, `encode` of each view, `loss`, the optimizer, `afterStep`.
 * Every part is a function of tensors that reads none back. Names in scopes are those of `module`.
 */
export interface Method {
  readonly name: string;
  /** Views of an image that a step takes. */
  readonly views: number;
  /** With torchvision's bare names: what pre-training hands on. In `module` they begin with `encoder.`. */
  readonly encoder: Encoder;
  /** All that is trained, and all that a step carries on to the next (running statistics, momentum copies, queue) as buffers. Its forward pass is `embed` of `encode`. */
  readonly module: Module;
  /** Numbers of an embedding by `embed`. */
  readonly embeddingSize: number;
  /** A view to the encoder's features, [B, H, W, 3] -> [B, F]. Each image's share of the batch may come in parts (micro-batches). */
  encode(this: void, x: tf.Tensor, scope: Scope): tf.Tensor;
  /** Features to the embedding whose cosine similarity the loss is about, [B, F] -> [B, embeddingSize]; several heads side by side, each normalised. */
  embed(this: void, features: tf.Tensor, scope: Scope): tf.Tensor;
  /** The step's inputs, from its position alone. */
  stepInputs?(at: StepPosition): StepInputs;
  /** What the loss compares with, of constants: computed without gradient, before the rest. */
  targets?(views: readonly tf.Tensor[], scope: Scope, inputs: TensorMap): TensorMap;
  /**
   * The loss of a batch.
   * @param features of each view, [B, F]
   * @param scope in training
   */
  loss(features: readonly tf.Tensor[], scope: Scope, targets: TensorMap): MethodLoss;
  /** Updates buffers once the parameters are new; `scope` has the new parameters. */
  afterStep?(scope: Scope, targets: TensorMap, inputs: TensorMap): void;
}
