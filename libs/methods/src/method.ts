import type * as tf from '@tensorflow/tfjs-core';
import type { LossStatistics } from '@amcl/losses';
import type { Scope } from '@amcl/models';
import type { Task, TaskLoss } from './task';

/** What the loss of a batch gives. */
export interface MethodLoss extends TaskLoss {
  /** What the projection head made of the first view, [B, D], or [C, B, D] of C heads: the collapse monitor looks at it. */
  readonly embedding: tf.Tensor;
  /** What is worth showing, each over pairs of any number: their means are logged, those of temperatures by head. Without gradient. */
  readonly statistics: LossStatistics;
}

/** A way to pre-train an encoder, which it hands on. The forward pass of its module is `embed` of `encode`. */
export interface Method extends Task<MethodLoss> {
  /** Views of an image that a step takes. */
  readonly views: number;
  /** Numbers of an embedding by `embed`. */
  readonly embeddingSize: number;
  /** Features to the embedding whose cosine similarity the loss is about, [B, F] -> [B, embeddingSize]; several heads side by side, each normalised. */
  embed(this: void, features: tf.Tensor, scope: Scope): tf.Tensor;
}
