import type * as tf from '@tensorflow/tfjs-core';

/** What a report shows of the pairs of a batch. Constants: no gradient goes through them. */
export interface LossStatistics {
  /** Cosine similarity of positives. */
  readonly positiveSimilarity: tf.Tensor;
  /** Cosine similarity of each anchor's hardest negatives; absent where a loss has no negatives. */
  readonly negativeSimilarity?: tf.Tensor;
  /** Of AMCL, [C, ...], heads first, of the same pairs; `meanByHead` has their means. */
  readonly positiveTemperature?: tf.Tensor;
  readonly negativeTemperature?: tf.Tensor;
}

/** What every loss returns; its tensors belong to the caller, or to the tidy around the call. */
export interface LossValue {
  readonly loss: tf.Scalar;
  readonly statistics: LossStatistics;
}
