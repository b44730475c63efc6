import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import type { Trace } from './trace';

/** What `f` returns, with the operations within it going to a trace's graph. Tensors made meanwhile are disposed. */
export function traced<T>(backend: TensorflowBackend, trace: Trace, f: () => T): T {
  const before = backend.trace;
  backend.trace = trace;
  tf.engine().startScope();
  try {
    return f();
  } finally {
    tf.engine().endScope();
    backend.trace = before;
  }
}
