import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowOps } from '../kernels/tensorflow-ops';
import { explicitPadding } from './conv2d-gradients';
import type { Window } from './window';

/** Pixels of dy up to which the copies of x, one a tap, can cost less than they save. */
const FEW_PIXELS = 64;

/** Whether `filterGradientByTaps` computes it, and may be the fastest: at stride 1 on small images, or where there is one tap. */
export function servesTaps(dy: tf.Tensor4D, [rows, columns]: readonly number[], { stride, padding }: Window): boolean {
  const single = rows === 1 && columns === 1 && padding === 0;
  return stride === 1 && (single || dy.shape[1] * dy.shape[2] <= FEW_PIXELS);
}

/**
 * The gradient of `conv2d` of stride 1 with respect to the filter, as one matrix product a tap: of the pixels of x that the tap
 * meets, and dy. Where one of the two is bfloat16 the other is rounded.
 * @param x [B, H, W, I]
 * @param dy [B, R, C, O]
 * @param filterShape [h, w, I, O], which is the shape of the result
 */
export function filterGradientByTaps(
  ops: TensorflowOps,
  { x, dy }: { x: tf.Tensor4D; dy: tf.Tensor4D },
  filterShape: readonly [number, number, number, number],
  { padding }: Window,
): tf.Tensor {
  const [batch, rows, columns, outputs] = dy.shape;
  const [height, width, inputs] = filterShape;
  const pixels = batch * rows * columns;
  const like = ops.isBfloat16(x) ? x : dy;
  const left = ops.castLike(x, like) as tf.Tensor4D;
  const image = padding === 0 ? left : tf.pad(left, explicitPadding([padding, padding], [padding, padding]));
  const right = tf.reshape(ops.castLike(dy, like), [pixels, outputs]);
  const tap = (row: number, column: number) => {
    const seen = tf.slice(image, [0, row, column, 0], [batch, rows, columns, inputs]);
    return ops.single('MatMul', [tf.reshape(seen, [pixels, inputs]), right], {
      T: { type: 'float32' },
      transpose_a: { flag: true },
      transpose_b: { flag: false },
    });
  };
  const products = Array.from({ length: height * width }, (_, at) => tap(Math.floor(at / width), at % width));
  return tf.reshape(tf.concat(products), [...filterShape]);
}
