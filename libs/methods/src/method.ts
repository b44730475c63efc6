import type * as tf from '@tensorflow/tfjs-core';
import type { Encoder, Module, Scope } from '@amcl/models';

/** A way to pre-train an encoder: the views it needs, its networks and its loss. */
export interface Method {
  readonly name: string;
  /** Views of an image that a step takes. */
  readonly views: number;
  /** With torchvision's bare names: what pre-training hands on. */
  readonly encoder: Encoder;
  /** With lightly's bare names. */
  readonly projectionHead: Module;
  /** All that is trained: `encoder.*` and `projection_head.*`; its forward pass gives the embedding. */
  readonly module: Module;
  /** The encoder's features, [B, H, W, 3] -> [B, F]. */
  encode(x: tf.Tensor, scope: Scope): tf.Tensor;
  /**
   * The loss of a batch.
   * @param views each [B, H, W, 3], the same images in the same order
   * @param scope in training; finds the names of `module`
   */
  loss(views: readonly tf.Tensor[], scope: Scope): { loss: tf.Scalar };
}
