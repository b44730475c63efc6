import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';

/** That of PyTorch, so that a norm of 0 divides nothing by 0. */
const EPSILON = 1e-6;

/**
 * Gradients shortened together so that their Euclidean norm is at most `maxNorm`, as `torch.nn.utils.clip_grad_norm_`; shorter ones
 * stay as they are. New tensors; nothing is read back.
 * @param maxNorm above 0
 * @returns `norm` is that before
 */
export function clipByNorm(gradients: TensorMap, maxNorm: number): { gradients: TensorMap; norm: tf.Scalar } {
  if (!(maxNorm > 0)) throw new Error(`Expected a number above 0 for maxNorm but received ${maxNorm}`);
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => tf.sum<tf.Scalar>(tf.square(gradient)));
    const norm = tf.sqrt(tf.addN(squares));
    const scale = tf.minimum(tf.div(maxNorm, tf.add(norm, EPSILON)), 1);
    const clipped = Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, scale)] as const);
    return { gradients: Object.fromEntries(clipped), norm };
  });
}
