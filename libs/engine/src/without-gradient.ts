import * as tf from '@tensorflow/tfjs-core';

/**
 * What `f` computes, as constants: `valueAndGradients` sees nothing of it, and nothing is saved for a gradient, so that a
 * network costs here no more memory than in eval mode. Outside of a differentiation it is `f`.
 *
 * @example
 * const keys = withoutGradient(() => momentumEncoder.forward(view, scope));
 */
export function withoutGradient<T>(f: () => T): T {
  // tfjs records the operations of its own kernels' insides no more than these.
  const { state } = tf.engine();
  state.kernelDepth++;
  try {
    return f();
  } finally {
    state.kernelDepth--;
  }
}

/** The same numbers as a constant: the gradient stops here (`detach` of PyTorch). */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return withoutGradient(() => tf.clone(x));
}
