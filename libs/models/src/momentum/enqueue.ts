import * as tf from '@tensorflow/tfjs-core';

/**
 * The queue with the keys behind it, first in, first out: the oldest leave at the front, and of more keys than it holds the newest
 * stay. Rows are shifted rather than written at a pointer, so that no batch has to divide its size.
 * @param queue [C, K, D], the oldest first
 * @param keys [C, N, D], the oldest first
 * @returns [C, K, D]
 * @throws if heads or sizes of keys differ
 */
export function enqueue(queue: tf.Tensor3D, keys: tf.Tensor3D): tf.Tensor3D {
  const [heads, size, dim] = queue.shape;
  const [keyHeads, count, keyDim] = keys.shape;
  if (keyHeads !== heads || keyDim !== dim)
    throw new Error(
      `Expected shape [${heads}, N, ${dim}] for the keys of a queue of shape [${queue.shape.join(', ')}] but received [${keys.shape.join(', ')}]`,
    );
  if (count >= size) return tf.slice(keys, [0, count - size, 0], queue.shape);
  return tf.tidy(() => tf.concat([tf.slice(queue, [0, count, 0], [heads, size - count, dim]), keys], 1));
}
