import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from '../kernels/define-kernel';
import type { Way } from '../tuning/alternatives';
import { conv2dFilterGradient, conv2dInputGradient, explicitPadding } from './conv2d-gradients';
import { expectInteger, expectRank, invalid } from './expect';
import { filterGradientWays } from './filter-gradient-ways';
import { ownForward, ownInputGradient, waysOf } from './own-convolutions';
import { convolutionPadding, windowAttributes, windowCount, windowText, type PaddingKind, type Window } from './window';

type Four = [number, number, number, number];

function explicit(padding: number): ReturnType<typeof explicitPadding> {
  return explicitPadding([padding, padding], [padding, padding]);
}

const inputGradient = defineKernel<{
  inputs: { dy: tf.Tensor4D; filter: tf.Tensor4D };
  attributes: Window & { inputShape: Four };
  outputs: [tf.Tensor];
  saved: [];
}>({
  name: 'AmclConv2dInputGradient',
  tensorflow: ({ dy, filter }, { inputShape, ...window }, ops) => {
    const kind = convolutionPadding(inputShape, filter.shape, window);
    const [, height, width, channels] = inputShape;
    const tensorflow = (given: { dy: tf.Tensor4D; filter: tf.Tensor4D }) => {
      const [batch] = given.dy.shape;
      const run = (shape: Four, how: PaddingKind) =>
        ops.single(
          'Conv2DBackpropInput',
          [tf.tensor1d(shape, 'int32'), given.filter, given.dy],
          windowAttributes(window, how),
        );
      if (kind !== 'EXPLICIT') return run([batch, height, width, channels], kind);
      // TensorFlow's gradients take up to three times as long with explicit padding as with a tensor that has it.
      const { padding } = window;
      const padded = run([batch, height + 2 * padding, width + 2 * padding, channels], 'VALID');
      return tf.slice(padded, [0, padding, padding, 0], [batch, height, width, channels]);
    };
    const type = ops.arithmetic('Conv2DBackpropInput', [filter, dy]);
    return [
      ops.fastest({
        operation: 'conv2d input gradient',
        type,
        detail: `of ${height} x ${width}, ${windowText(window)}`,
        inputs: { dy, filter },
        batched: ['dy'],
        ways: waysOf(ops, type, ownInputGradient(ops, inputShape, filter.shape, window), { tensorflow }),
      }),
    ];
  },
  composed: ({ dy, filter }, attributes) => [conv2dInputGradient(dy, filter, attributes)],
});

const filterGradient = defineKernel<{
  inputs: { x: tf.Tensor4D; dy: tf.Tensor4D };
  attributes: Window & { filterShape: Four };
  outputs: [tf.Tensor];
  saved: [];
}>({
  name: 'AmclConv2dFilterGradient',
  tensorflow: (inputs, attributes, ops) => [ops.fastest(filterGradientWays(ops, inputs, attributes))],
  composed: ({ x, dy }, attributes) => [conv2dFilterGradient(x, dy, attributes)],
});

const forward = defineKernel<{
  inputs: { x: tf.Tensor4D; filter: tf.Tensor4D };
  attributes: Window;
  outputs: [tf.Tensor4D];
  saved: [tf.Tensor4D, tf.Tensor4D];
}>({
  name: 'AmclConv2d',
  tensorflow: ({ x, filter }, window, ops) => {
    const attributes = windowAttributes(window, convolutionPadding(x.shape, filter.shape, window));
    const type = ops.arithmetic('Conv2D', [x, filter]);
    const tensorflow: Way<{ x: tf.Tensor4D; filter: tf.Tensor4D }> = (given) =>
      ops.single('Conv2D', [given.x, given.filter], attributes);
    return [
      ops.fastest({
        operation: 'conv2d',
        type,
        detail: windowText(window),
        inputs: { x, filter },
        batched: ['x'],
        ways: waysOf(ops, type, ownForward(ops, x, filter, window), { tensorflow }),
      }) as tf.Tensor4D,
    ];
  },
  composed: ({ x, filter }, { stride, padding }) => [tf.conv2d(x, filter, stride, explicit(padding))],
  gradient: {
    saveInputs: ['x', 'filter'],
    of: (dy, [x, filter], window) => ({
      x: () => inputGradient({ dy: dy as tf.Tensor4D, filter }, { ...window, inputShape: x.shape })[0],
      filter: () => filterGradient({ x, dy: dy as tf.Tensor4D }, { ...window, filterShape: filter.shape })[0],
    }),
  },
});

/**
 * 2-D cross-correlation with zeros around the image, as `torch.nn.functional.conv2d` (no bias, no dilation).
 * tfjs's 'same' pads one side more than the other at stride 2; this pads symmetrically.
 * @param x [B, H, W, I]
 * @param filter [h, w, I, O]
 * @param window.stride 1 or more, in pixels
 * @param window.padding 0 or more, in pixels on each side
 * @returns [B, floor((H + 2 padding - h) / stride) + 1, ..., O]
 * @throws if the ranks or channels do not fit, or the filter is larger than the padded image
 */
export function conv2d(x: tf.Tensor, filter: tf.Tensor, window: Window): tf.Tensor4D {
  expectRank(x, [4], 'conv2d x');
  expectRank(filter, [4], 'conv2d filter');
  expectInteger(window.stride, 1, 'conv2d stride');
  expectInteger(window.padding, 0, 'conv2d padding');
  const [, rows, columns, channels] = (x as tf.Tensor4D).shape;
  const [height, width, inputs] = (filter as tf.Tensor4D).shape;
  if (inputs !== channels) throw invalid(`${channels} input channels (those of x)`, 'conv2d filter', inputs);
  if (windowCount(rows, height, window) < 1 || windowCount(columns, width, window) < 1)
    throw invalid(
      `at most the padded image, ${rows + 2 * window.padding} x ${columns + 2 * window.padding},`,
      'conv2d filter',
      `${height} x ${width}`,
    );
  const { stride, padding } = window;
  return forward({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D }, { stride, padding })[0];
}
