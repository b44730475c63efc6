import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize } from '@amcl/engine';

/**
 * The collapse monitor (SimSiam, arXiv 2011.10566, section 4.1): the standard deviation over the batch of each dimension of the
 * L2-normalised embedding, its mean over dimensions and heads, times sqrt(D). About 1 when directions are uniform, 0 when all
 * embeddings are the same.
 * @param embedding [B, D], or [C, B, D] of C heads
 */
export function embeddingStd(embedding: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const dim = embedding.shape.at(-1) ?? 0;
    const batch = embedding.shape.at(-2) ?? 0;
    const rows = tf.reshape(l2Normalize(tf.reshape(embedding, [-1, dim])), [-1, batch, dim]);
    const { variance } = tf.moments(rows, 1);
    return tf.mul<tf.Scalar>(tf.mean(tf.sqrt(variance)), Math.sqrt(dim));
  });
}
