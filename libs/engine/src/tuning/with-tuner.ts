import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import type { KernelTuner } from './kernel-tuner';

/**
 * What `f` computes or captures, each operation in the way that the tuner picks. Outside of it, and with null, every operation is
 * computed in its default way: what is not training depends on no measurement.
 */
export function withTuner<T>(tuner: KernelTuner | null, f: () => T): T {
  if (tuner === null) return f();
  const backend = tf.backend() as TensorflowBackend;
  const before = backend.tuner;
  backend.tuner = tuner;
  try {
    return f();
  } finally {
    backend.tuner = before;
  }
}
