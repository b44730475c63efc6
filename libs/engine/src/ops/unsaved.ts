import * as tf from '@tensorflow/tfjs-core';

/*
 * Operations whose gradients need shapes alone. tfjs's own keep their inputs for that until the gradient is computed: whole
 * activations, which nothing else needs.
 */

/** a + b, of equal shapes. */
export function addUnsaved(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return withGradient(
    [a, b],
    () => tf.add(a, b),
    (dy) => [dy, tf.clone(dy)],
  );
}

/** `tf.reshape`. */
export function reshapeUnsaved(x: tf.Tensor, shape: number[]): tf.Tensor {
  const from = x.shape;
  return withGradient(
    [x],
    () => tf.reshape(x, shape),
    (dy) => [tf.reshape(dy, from)],
  );
}

/** `tf.concat` of parts of equal shapes. */
export function concatUnsaved(parts: readonly tf.Tensor[], axis: number): tf.Tensor {
  return withGradient(
    parts,
    () => tf.concat([...parts], axis),
    (dy) => tf.split(dy, parts.length, axis),
  );
}

function withGradient(
  inputs: readonly tf.Tensor[],
  compute: () => tf.Tensor,
  gradFunc: (dy: tf.Tensor) => tf.Tensor[],
): tf.Tensor {
  return tf.customGrad(() => ({ value: compute(), gradFunc }))(...inputs);
}
