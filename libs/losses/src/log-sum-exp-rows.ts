import * as tf from '@tensorflow/tfjs-core';

/**
 * log(sum(exp(x))) over each row: [R, N] -> [R], for entries of any size: each row's largest is taken out before exp.
 * Its gradient is the row's softmax, by hand: tfjs's own also differentiates the largest entry, whose part cancels.
 */
export function logSumExpRows(x: tf.Tensor2D): tf.Tensor1D {
  const compute = tf.customGrad((input, save) => {
    const rows = input as tf.Tensor2D;
    const largest = tf.max(rows, 1, true);
    const shifted = tf.exp(tf.sub(rows, largest));
    const sum = tf.sum(shifted, 1, true);
    (save as tf.GradSaveFunc)([tf.div(shifted, sum)]);
    return {
      value: tf.squeeze<tf.Tensor1D>(tf.add(tf.log(sum), largest), [1]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(tf.expandDims(dy, 1), saved[0] as tf.Tensor),
    };
  });
  return compute(x);
}
