import * as tf from '@tensorflow/tfjs-core';
import { expectRank } from './expect';

/**
 * Each row divided by its Euclidean norm, or by `epsilon` where the norm is smaller, as
 * `torch.nn.functional.normalize`. A row of zeros stays zero, with a finite gradient.
 * @param x [B, F]
 */
export function l2Normalize(x: tf.Tensor, epsilon = 1e-12): tf.Tensor2D {
  expectRank(x, [2], 'l2Normalize x');
  // By hand, because tfjs's gradient of a norm is 0 / 0 at a row of zeros.
  const normalize = tf.customGrad((input, save) => {
    const rows = input as tf.Tensor2D;
    const norm = tf.sqrt(tf.sum(tf.square(rows), 1, true));
    const divisor = tf.maximum(norm, epsilon);
    const value = tf.div<tf.Tensor2D>(rows, divisor);
    (save as tf.GradSaveFunc)([value, divisor]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [y, by] = saved as [tf.Tensor2D, tf.Tensor2D];
        // Below epsilon the divisor is a constant, so that nothing is projected out.
        const projection = tf.mul(tf.sum(tf.mul(dy, y), 1, true), tf.cast(tf.greater(by, epsilon), 'float32'));
        return tf.div(tf.sub(dy, tf.mul(y, projection)), by);
      },
    };
  });
  return normalize(x);
}
