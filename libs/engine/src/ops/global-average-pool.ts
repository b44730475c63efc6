import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from '../kernels/define-kernel';
import { expectRank } from './expect';

type Pool = {
  inputs: { x: tf.Tensor4D };
  attributes: Record<string, never>;
  outputs: [tf.Tensor];
  saved: [tf.Tensor4D];
};

const gradient = defineKernel<{
  inputs: { dy: tf.Tensor2D; x: tf.Tensor4D };
  attributes: Record<string, never>;
  outputs: [tf.Tensor];
  saved: [];
}>({
  name: 'AmclGlobalAveragePoolGradient',
  tensorflow: ({ dy, x }, _, ops) => [tf.tile(ops.castLike(pixel(dy, x), x), tileOf(x))],
  composed: ({ dy, x }) => [tf.tile(pixel(dy, x), tileOf(x))],
});

/** The gradient of each of an image's pixels, [B, 1, 1, C]. */
function pixel(dy: tf.Tensor2D, { shape: [batch, height, width, channels] }: tf.Tensor4D): tf.Tensor4D {
  return tf.reshape(tf.div(dy, height * width), [batch, 1, 1, channels]);
}

const tileOf = ({ shape: [, height, width] }: tf.Tensor4D): number[] => [1, height, width, 1];

const forward = defineKernel<Pool>({
  name: 'AmclGlobalAveragePool',
  tensorflow: ({ x }, _, ops) => [tf.mean(ops.float32(x), [1, 2])],
  composed: ({ x }) => [tf.mean(x, [1, 2])],
  gradient: { saveInputs: ['x'], of: (dy, [x]) => ({ x: () => gradient({ dy: dy as tf.Tensor2D, x }, {})[0] }) },
});

/** The mean of each channel over an image: [B, H, W, C] -> [B, C], float32 in any precision. */
export function globalAveragePool(x: tf.Tensor): tf.Tensor2D {
  expectRank(x, [4], 'globalAveragePool x');
  return forward({ x: x as tf.Tensor4D }, {})[0] as tf.Tensor2D;
}
