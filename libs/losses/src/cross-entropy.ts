import * as tf from '@tensorflow/tfjs-core';
import { logSumExpRows } from './log-sum-exp-rows';

/**
 * The mean softmax cross-entropy of a batch, `torch.nn.functional.cross_entropy`:
 *
 *     mean_b [ log sum_k exp(logits[b, k]) - logits[b, label of b] ]
 *
 * @param logits [B, K]
 * @param labels [B], int32, 0 .. K - 1. One out of range counts as no class: its own logit is left out.
 * @throws if the shapes or the labels' type are others
 */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const [batch, classes = 0] = logits.shape;
  if (logits.rank !== 2 || labels.dtype !== 'int32' || labels.shape.join() !== String(batch))
    throw new Error(
      `Expected logits [B, K] and int32 labels [B] for crossEntropy but received [${logits.shape.join(', ')}] and ` +
        `${labels.dtype} [${labels.shape.join(', ')}]`,
    );
  return tf.tidy(() => {
    const target = tf.oneHot(labels, classes); // [B, K]
    const own = tf.sum(tf.mul(logits, tf.cast(target, 'float32')), 1);
    return tf.mean<tf.Scalar>(tf.sub(logSumExpRows(logits as tf.Tensor2D), own));
  });
}
