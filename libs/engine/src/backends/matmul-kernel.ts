import { getKernel, registerKernel, reshape, tidy, unregisterKernel, type Tensor } from '@tensorflow/tfjs-core';
import { DataType } from '../graph/graph-addon';
import { TensorflowOps } from '../kernels/tensorflow-ops';
import type { TensorflowBackend } from './tensorflow-backend';

const KERNEL = { kernelName: 'BatchMatMul', backendName: 'tensorflow' };

/** Products of numbers below which it does not matter who computes them. */
const SMALL = 2 ** 16;

type Transposed = { transposeA: boolean; transposeB: boolean };

/**
 * Puts the addon's product of float32 matrices, AmclMatMul, before tfjs-node's kernel of `tf.matMul`: TensorFlow's BatchMatMulV2
 * reaches a quarter of the processor's speed. Batches of different sizes, both transposed, and what the addon does not serve stay
 * with it.
 */
export function replaceMatMul(): void {
  const { kernelFunc } = getKernel(KERNEL.kernelName, KERNEL.backendName);
  unregisterKernel(KERNEL.kernelName, KERNEL.backendName);
  registerKernel({
    ...KERNEL,
    kernelFunc: (params) => {
      const { a, b } = params.inputs as { a: Tensor; b: Tensor };
      const backend = params.backend as TensorflowBackend;
      const shape = productShape(a, b, params.attrs as Transposed);
      return shape && serves(backend, a, b, shape)
        ? product(backend, a, b, shape, params.attrs as Transposed)
        : kernelFunc(params);
    },
  });
}

interface ProductShape {
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Null where the batches are not alike, or both matrices are transposed. */
function productShape(a: Tensor, b: Tensor, { transposeA, transposeB }: Transposed): ProductShape | null {
  const [outer, other] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  if (outer.join() !== other.join() || (transposeA && transposeB)) return null;
  const batch = outer.reduce((size, length) => size * length, 1);
  const [rows = 0, inner = 0] = transposeA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  return { batch, rows, inner, columns: b.shape.at(transposeB ? -2 : -1) ?? 0 };
}

function serves(backend: TensorflowBackend, a: Tensor, b: Tensor, { rows, inner, columns }: ProductShape): boolean {
  const float32 = [a, b].every((tensor) => backend.typeOf(tensor) === DataType.float32);
  const large = rows * inner * columns >= SMALL;
  return large && float32 && !backend.isUsingGpuDevice && backend.graphs.servesMatMul(columns);
}

function product(
  backend: TensorflowBackend,
  a: Tensor,
  b: Tensor,
  { batch, rows, columns }: ProductShape,
  { transposeA, transposeB }: Transposed,
): Tensor {
  return tidy(() => {
    const matrices = (tensor: Tensor) => reshape(tensor, [batch, ...tensor.shape.slice(-2)]);
    // By their numbers in matmul_op.h.
    const kind = { integer: transposeA ? 1 : transposeB ? 2 : 0 };
    const ops = new TensorflowOps(backend);
    const [c] = ops.own('AmclMatMul', [matrices(a), matrices(b)], { kind }, [[batch, rows, columns]]);
    return reshape(c as Tensor, [...a.shape.slice(0, -2), rows, columns]);
  });
}
