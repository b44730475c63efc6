import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { defineTensorflowKernel } from '../kernels/define-kernel';
import type { Attribute } from '../kernels/tensorflow-ops';
import type { Grouping } from './batch-groups';

/** What is done to the numbers, and which of them are normalised together. */
export type BatchNormAttributes = { epsilon: number; relu: boolean; splits: number; grouping: Grouping };

/** Whether the operations AmclBatchNorm and AmclBatchNormGradient (tools/libtensorflow) serve: on the CPU, with AVX2 or AVX-512. */
export function servesBatchNorm(): boolean {
  if (tf.getBackend() !== 'tensorflow') return false;
  const { graphs, isUsingGpuDevice } = tf.backend() as TensorflowBackend;
  return !isUsingGpuDevice && graphs.servesBatchNorm();
}

function attributesOf({ epsilon, relu, splits, grouping }: BatchNormAttributes): Record<string, Attribute> {
  return {
    T: { type: 'float32' },
    epsilon: { float: epsilon },
    relu: { integer: Number(relu) },
    splits: { integer: splits },
    contiguous: { integer: Number(grouping === 'contiguous') },
  };
}

const gradients = defineTensorflowKernel<{
  inputs: Record<'dy' | 'x' | 'y' | 'scale' | 'offset' | 'mean' | 'inverseDeviation', tf.Tensor>;
  attributes: BatchNormAttributes;
  /** Of x, scale, offset, and of the residual where y is given. */
  outputs: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  saved: [];
}>({
  name: 'AmclBatchNormGradient',
  tensorflow: ({ dy, x, y, scale, offset, mean, inverseDeviation }, attributes, ops) =>
    ops.own('AmclBatchNormGradient', [dy, x, y, scale, offset, mean, inverseDeviation], attributesOf(attributes), [
      x.shape,
      scale.shape,
      offset.shape,
      y.shape,
    ]) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
});

/** With ReLU after an addition only y tells where dy passes; else x does, and y is not kept. */
function define(name: string, keepsOutput: boolean) {
  return defineTensorflowKernel<{
    /** The residual is as x, or empty. */
    inputs: Record<'x' | 'residual' | 'scale' | 'offset', tf.Tensor>;
    attributes: BatchNormAttributes;
    /** y, and [splits, C]: mean, biased variance, and what x - mean was multiplied by. */
    outputs: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    saved: [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
  }>({
    name,
    tensorflow: ({ x, residual, scale, offset }, attributes, ops) => {
      const statistics = [attributes.splits, scale.size];
      const shapes = [x.shape, statistics, statistics, statistics];
      return ops.own('AmclBatchNorm', [x, residual, scale, offset], attributesOf(attributes), shapes) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
    },
    gradient: {
      saveInputs: ['x', 'scale', 'offset'],
      saveOutputs: [keepsOutput, true, false, true],
      of: (dy, [x, scale, offset, ...outputs], attributes) => {
        const [y, mean, inverseDeviation] = (keepsOutput ? outputs : [tf.tensor1d([]), ...outputs]) as [
          tf.Tensor,
          tf.Tensor,
          tf.Tensor,
        ];
        const inputs = { dy, x, y, scale, offset, mean, inverseDeviation };
        const [dx, dScale, dOffset, dResidual] = gradients(inputs, attributes);
        return {
          x: () => dx,
          scale: () => dScale,
          offset: () => dOffset,
          residual: () => (keepsOutput ? dResidual : tf.clone(dy)),
        };
      },
    },
  });
}

const plain = define('AmclBatchNorm', false);
const addedAndRectified = define('AmclBatchNormOutput', true);

/**
 * All of `batchNormTraining` in two passes over x, and its gradient in two passes over dy and x.
 * @param residual as x, or null
 */
export function batchNormNative(
  inputs: Record<'x' | 'scale' | 'offset', tf.Tensor>,
  residual: tf.Tensor | null,
  attributes: BatchNormAttributes,
): { y: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } {
  const forward = residual && attributes.relu ? addedAndRectified : plain;
  const [y, mean, variance] = forward({ ...inputs, residual: residual ?? tf.tensor1d([]) }, attributes);
  return { y, mean, variance };
}
