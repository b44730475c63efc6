import * as tf from '@tensorflow/tfjs-core';
import { ConvolutionSide, ConvolutionWay } from '../graph/graph-addon';
import { defineKernel } from '../kernels/define-kernel';
import { conv2dFilterGradient, conv2dInputGradient, explicitPadding } from './conv2d-gradients';
import { expectInteger, expectRank, invalid } from './expect';
import { paddingKind, windowAttributes, windowCount, type PaddingKind, type Window } from './window';

type Four = [number, number, number, number];

function convolutionPadding(x: Four, filter: Four, window: Window): PaddingKind {
  const [, height, width] = x;
  const [rows, columns] = filter;
  const axes = [
    { length: height, size: rows },
    { length: width, size: columns },
  ];
  return paddingKind(axes, window);
}

function explicit(padding: number): ReturnType<typeof explicitPadding> {
  return explicitPadding([padding, padding], [padding, padding]);
}

/** Ways of an operation of ours, the best first. */
const OURS = { winograd: ConvolutionWay.winograd, direct: ConvolutionWay.direct } as const;

/** What an operation of ours is called with: batch, height, width, inputs, outputs, rows, columns, stride, padding. */
function shapeOf([batch, height, width, inputs]: Four, [rows, columns, , outputs]: Four, window: Window): number[] {
  return [batch, height, width, inputs, outputs, rows, columns, window.stride, window.padding];
}

function ownAttributes({ stride, padding }: Window, way: ConvolutionWay, sizes: Readonly<Record<string, number>> = {}) {
  const numbers = Object.entries({ stride, padding, way, ...sizes }).map(
    ([name, integer]) => [name, { integer }] as const,
  );
  return { T: { type: 'float32' as const }, ...Object.fromEntries(numbers) };
}

const inputGradient = defineKernel<{
  inputs: { dy: tf.Tensor4D; filter: tf.Tensor4D };
  attributes: Window & { inputShape: Four };
  outputs: [tf.Tensor];
  saved: [];
}>({
  name: 'AmclConv2dInputGradient',
  tensorflow: ({ dy, filter }, { inputShape, ...window }, ops) => {
    const [batch, height, width, channels] = inputShape;
    const way = Object.values(OURS).find((way) =>
      ops.servesConvolution(ConvolutionSide.inputGradient, way, shapeOf(inputShape, filter.shape, window)),
    );
    if (way !== undefined) {
      const attributes = ownAttributes(window, way, { height, width });
      return ops.own('AmclConv2DInputGradient', [dy, filter], attributes, [inputShape]) as [tf.Tensor];
    }
    const kind = convolutionPadding(inputShape, filter.shape, window);
    const run = (shape: Four, how: PaddingKind) =>
      ops.single('Conv2DBackpropInput', [tf.tensor1d(shape, 'int32'), filter, dy], windowAttributes(window, how));
    if (kind !== 'EXPLICIT') return [run(inputShape, kind)];
    // TensorFlow's gradients take up to three times as long with explicit padding as with a tensor that has it.
    const { padding } = window;
    const padded = run([batch, height + 2 * padding, width + 2 * padding, channels], 'VALID');
    return [tf.slice(padded, [0, padding, padding, 0], inputShape)];
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
  tensorflow: ({ x, dy }, { filterShape, ...window }, ops) => {
    const [rows, columns] = filterShape;
    const way = Object.values(OURS).find((way) =>
      ops.servesConvolution(ConvolutionSide.filterGradient, way, shapeOf(x.shape, filterShape, window)),
    );
    if (way !== undefined) {
      const attributes = ownAttributes(window, way, { rows, columns });
      return ops.own('AmclConv2DFilterGradient', [x, dy], attributes, [filterShape]) as [tf.Tensor];
    }
    const kind = convolutionPadding(x.shape, filterShape, window);
    const [image, how] = kind === 'EXPLICIT' ? [tf.pad(x, explicit(window.padding)), 'VALID' as const] : [x, kind];
    const shape = tf.tensor1d(filterShape, 'int32');
    return [ops.float32(ops.single('Conv2DBackpropFilter', [image, shape, dy], windowAttributes(window, how)))];
  },
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
    const way = Object.values(OURS).find((way) =>
      ops.servesConvolution(ConvolutionSide.forward, way, shapeOf(x.shape, filter.shape, window)),
    );
    if (way !== undefined) {
      const [batch, height, width] = x.shape;
      const [rows, columns, , outputs] = filter.shape;
      const shape = [batch, windowCount(height, rows, window), windowCount(width, columns, window), outputs];
      return ops.own('AmclConv2D', [x, filter], ownAttributes(window, way), [shape]) as [tf.Tensor4D];
    }
    const padding = convolutionPadding(x.shape, filter.shape, window);
    return [ops.single('Conv2D', [x, filter], windowAttributes(window, padding)) as tf.Tensor4D];
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
