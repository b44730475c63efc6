import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from '../kernels/define-kernel';
import { expectInteger, expectRank, invalid } from './expect';
import { windowAttributes, windowCount, type Window } from './window';

type PoolWindow = Window & { size: number };

function poolAttributes({ size, ...window }: PoolWindow) {
  return {
    ...windowAttributes(window, window.padding === 0 ? 'VALID' : 'EXPLICIT'),
    ksize: { integers: [1, size, size, 1] },
  };
}

const gradient = defineKernel<{
  inputs: { x: tf.Tensor4D; y: tf.Tensor4D; dy: tf.Tensor4D };
  attributes: PoolWindow;
  outputs: [tf.Tensor];
  saved: [];
}>({
  name: 'AmclMaxPool2dGradient',
  tensorflow: ({ x, y, dy }, window, ops) => [ops.single('MaxPoolGrad', [x, y, dy], poolAttributes(window))],
  // A loop, because tfjs's wasm backend has no kernel for it.
  composed: ({ x, y, dy }, window) => [tf.tensor(spread(x, y, dy, window), x.shape)],
});

/** Adds each window's gradient to the first of its pixels that is the window's maximum, as TensorFlow and PyTorch do. */
function spread(x: tf.Tensor4D, y: tf.Tensor4D, dy: tf.Tensor4D, { size, stride, padding }: PoolWindow): Float32Array {
  const [batch, height, width, channels] = x.shape;
  const [, rows, columns] = y.shape;
  const [values, maxima, gradients] = [x.dataSync(), y.dataSync(), dy.dataSync()];
  const result = new Float32Array(x.size);
  const at = (image: number, row: number, column: number, channel: number) =>
    ((image * height + row) * width + column) * channels + channel;
  const source = (image: number, top: number, left: number, channel: number, maximum: number) => {
    for (let row = Math.max(0, top); row < Math.min(height, top + size); row++)
      for (let column = Math.max(0, left); column < Math.min(width, left + size); column++) {
        const index = at(image, row, column, channel);
        if (values[index] === maximum) return index;
      }
    return -1;
  };
  let output = 0;
  for (let image = 0; image < batch; image++)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        for (let channel = 0; channel < channels; channel++, output++) {
          const [top, left] = [row * stride - padding, column * stride - padding];
          const index = source(image, top, left, channel, maxima[output] as number);
          if (index >= 0) result[index] = (result[index] as number) + (gradients[output] as number);
        }
  return result;
}

const forward = defineKernel<{
  inputs: { x: tf.Tensor4D };
  attributes: PoolWindow;
  outputs: [tf.Tensor4D];
  saved: [tf.Tensor4D, tf.Tensor4D];
}>({
  name: 'AmclMaxPool2d',
  tensorflow: ({ x }, window, ops) => [ops.single('MaxPool', [x], poolAttributes(window)) as tf.Tensor4D],
  composed: ({ x }, { size, stride, padding }) => [tf.maxPool(x, size, stride, padding)],
  gradient: {
    saveInputs: ['x'],
    saveOutputs: [true],
    of: (dy, [x, y], window) => ({ x: () => gradient({ x, y, dy: dy as tf.Tensor4D }, window)[0] }),
  },
});

/**
 * The maximum of each square window, as `torch.nn.functional.max_pool2d`: padding is never the maximum.
 * @param x [B, H, W, C]
 * @param window.size 1 or more, in pixels
 * @param window.stride 1 or more
 * @param window.padding at most half of `size`
 * @returns [B, floor((H + 2 padding - size) / stride) + 1, ..., C]
 */
export function maxPool2d(x: tf.Tensor, window: PoolWindow): tf.Tensor4D {
  const { size, stride, padding } = window;
  expectRank(x, [4], 'maxPool2d x');
  expectInteger(size, 1, 'maxPool2d size');
  expectInteger(stride, 1, 'maxPool2d stride');
  expectInteger(padding, 0, 'maxPool2d padding');
  if (padding > size / 2) throw invalid(`at most half of the window (${size})`, 'maxPool2d padding', padding);
  const [, rows, columns] = (x as tf.Tensor4D).shape;
  if (windowCount(rows, size, window) < 1 || windowCount(columns, size, window) < 1)
    throw invalid(`at most the padded image`, 'maxPool2d size', size);
  return forward({ x: x as tf.Tensor4D }, { size, stride, padding })[0];
}
