import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from '../kernels/define-kernel';

const gradient = defineKernel<{
  inputs: { dy: tf.Tensor; y: tf.Tensor };
  attributes: Record<string, never>;
  outputs: [tf.Tensor];
  saved: [];
}>({
  name: 'AmclReluGradient',
  tensorflow: ({ dy, y }, _, ops) => [ops.single('ReluGrad', [dy, y], { T: { type: 'float32' } })],
  composed: ({ dy, y }) => [tf.mul(dy, tf.step(y))],
});

const forward = defineKernel<{
  inputs: { x: tf.Tensor };
  attributes: Record<string, never>;
  outputs: [tf.Tensor];
  saved: [tf.Tensor];
}>({
  name: 'AmclRelu',
  tensorflow: ({ x }, _, ops) => [ops.single('Relu', [x], { T: { type: 'float32' } })],
  composed: ({ x }) => [tf.relu(x)],
  // The output, which the next layer holds on to anyway, tells the same as the input.
  gradient: { saveInputs: [], saveOutputs: [true], of: (dy, [y]) => ({ x: () => gradient({ dy, y }, {})[0] }) },
});

/** max(x, 0) of a float32 tensor of any shape; its gradient at 0 is 0. */
export function relu<T extends tf.Tensor>(x: T): T {
  return forward({ x }, {})[0] as T;
}
