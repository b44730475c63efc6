import * as tf from '@tensorflow/tfjs-core';

/** Means over all axes but the last, [B, H, W, C] -> [C]: a pool over everything, as wasm's own mean takes ten times as long. */
export function channelMean(x: tf.Tensor): tf.Tensor {
  const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
  const height = batch * rows;
  const image = tf.reshape<tf.Rank.R4>(x, [1, height, columns, channels]);
  return tf.reshape(tf.avgPool(image, [height, columns], 1, 'valid'), [channels]);
}

/** `op` of every pixel of [B, H, W, C] and a vector [C], by rows of pixels: wasm broadcasts few channels at a time slowly. */
export function perChannel(op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, x: tf.Tensor, vector: tf.Tensor): tf.Tensor {
  const [batch, rows, columns, channels] = x.shape as [number, number, number, number];
  const lines = tf.reshape(x, [batch * rows, columns * channels]);
  return tf.reshape(op(lines, tf.tile(vector, [columns])), x.shape);
}
