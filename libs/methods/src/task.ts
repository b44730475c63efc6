import type * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
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

/** Numbers that change from step to step and come from no image: a momentum, an order, labels. Float32 unless Int32Array. */
export type StepInputs = Readonly<Record<string, number | Int32Array>>;

/** What the loss of a batch gives. */
export interface TaskLoss {
  readonly loss: tf.Scalar;
}

/**
 * What an encoder is trained for. A step is, in this order: `targets`, `encode` of each view, `loss`, the optimizer, `afterStep`.
 * Every part is a function of tensors that reads none back. Names in scopes are those of `module`.
 */
export interface Task<L extends TaskLoss = TaskLoss> {
  readonly name: string;
  /** With torchvision's bare names. In `module` they begin with `encoder.`. */
  readonly encoder: Encoder;
  /** All that is trained, and all that a step carries on to the next (running statistics, momentum copies, queue) as buffers. */
  readonly module: Module;
  /** A view to the encoder's features, [B, H, W, 3] -> [B, F]. Each image's share of the batch may come in parts (micro-batches). */
  encode(this: void, x: tf.Tensor, scope: Scope): tf.Tensor;
  /** The step's inputs, from its position alone. */
  stepInputs?(at: StepPosition): StepInputs;
  /** What the loss compares with, of constants: computed without gradient, before the rest. */
  targets?(views: readonly tf.Tensor[], scope: Scope, inputs: TensorMap): TensorMap;
  /**
   * The loss of a batch.
   * @param features of each view, [B, F]
   * @param scope in training
   */
  loss(features: readonly tf.Tensor[], scope: Scope, targets: TensorMap): L;
  /** Updates buffers once the parameters are new; `scope` has the new parameters. */
  afterStep?(scope: Scope, targets: TensorMap, inputs: TensorMap): void;
}
