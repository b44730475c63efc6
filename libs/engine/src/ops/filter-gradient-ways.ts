import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowOps } from '../kernels/tensorflow-ops';
import type { Alternatives, Way } from '../tuning/alternatives';
import { explicitPadding } from './conv2d-gradients';
import { filterGradientByTaps, servesTaps } from './filter-gradient-by-taps';
import { ownFilterGradient, waysOf } from './own-convolutions';
import { convolutionPadding, windowAttributes, windowText, type Window } from './window';

type Four = [number, number, number, number];
type Inputs = { x: tf.Tensor4D; dy: tf.Tensor4D };

/** The ways to compute the gradient of `conv2d` with respect to the filter on tensorflow, float32 in any precision. */
export function filterGradientWays(
  ops: TensorflowOps,
  inputs: Inputs,
  { filterShape, ...window }: Window & { filterShape: Four },
): Alternatives<Inputs> {
  const { x, dy } = inputs;
  const [rows, columns] = filterShape;
  const tensorflow: Way<Inputs> = (given) => convolution(ops, given, filterShape, window);
  const taps: Way<Inputs> = (given) => ops.float32(filterGradientByTaps(ops, given, filterShape, window));
  const byTaps = servesTaps(dy, filterShape, window);
  const type = ops.arithmetic('Conv2DBackpropFilter', [x, dy]);
  const rounded = type === 'bfloat16';
  return {
    operation: 'conv2d filter gradient',
    type,
    detail: `${rows} x ${columns}, ${windowText(window)}`,
    inputs,
    batched: ['x', 'dy'],
    ways: waysOf(ops, type, ownFilterGradient(ops, x, filterShape, window), {
      tensorflow,
      ...(byTaps && { taps }),
      ...(rounded && { 'tensorflow in float32': inFloat32(ops, tensorflow) }),
      ...(rounded && byTaps && { 'taps in float32': inFloat32(ops, taps) }),
    }),
  };
}

function convolution(ops: TensorflowOps, { x, dy }: Inputs, filterShape: Four, window: Window): tf.Tensor {
  const { padding } = window;
  const kind = convolutionPadding(x.shape, filterShape, window);
  const [image, how] =
    kind === 'EXPLICIT'
      ? [tf.pad(x, explicitPadding([padding, padding], [padding, padding])), 'VALID' as const]
      : [x, kind];
  const shape = tf.tensor1d(filterShape, 'int32');
  return ops.float32(ops.single('Conv2DBackpropFilter', [image, shape, dy], windowAttributes(window, how)));
}

function inFloat32(ops: TensorflowOps, way: Way<Inputs>): Way<Inputs> {
  return ({ x, dy }) => way({ x: ops.float32(x) as tf.Tensor4D, dy: ops.float32(dy) as tf.Tensor4D });
}
