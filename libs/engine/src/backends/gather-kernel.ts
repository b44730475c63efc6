import { registerKernel, scalar, tidy, unregisterKernel, type Tensor } from '@tensorflow/tfjs-core';
import { TensorflowOps } from '../kernels/tensorflow-ops';
import type { TensorflowBackend } from './tensorflow-backend';

const KERNEL = { kernelName: 'GatherV2', backendName: 'tensorflow' };

/**
 * Replaces tfjs-node's kernel of `tf.gather`, which reads all indices back to look at them: nothing that is captured can be read. On
 * the CPU TensorFlow itself refuses an index out of bounds.
 */
export function replaceGather(): void {
  unregisterKernel(KERNEL.kernelName, KERNEL.backendName);
  registerKernel({
    ...KERNEL,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { x, indices } = inputs as { x: Tensor; indices: Tensor };
      const { axis, batchDims } = attrs as { axis: number; batchDims: number };
      return tidy(() =>
        new TensorflowOps(backend as TensorflowBackend).single('GatherV2', [x, indices, scalar(axis, 'int32')], {
          batch_dims: { integer: batchDims },
          Tparams: { type: x.dtype },
          Tindices: { type: indices.dtype },
          Taxis: { type: 'int32' },
        }),
      );
    },
  });
}
