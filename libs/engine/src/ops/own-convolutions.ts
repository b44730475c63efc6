import type * as tf from '@tensorflow/tfjs-core';
import { ConvolutionSide, ConvolutionWay } from '../graph/graph-addon';
import type { TensorflowOps } from '../kernels/tensorflow-ops';
import type { Precision } from '../precision/op-types';
import type { Way } from '../tuning/alternatives';
import { windowCount, type Window } from './window';

type Four = [number, number, number, number];
type Ways<Inputs extends Readonly<Record<string, tf.Tensor>>> = Record<string, Way<Inputs>>;

/** The ways of the addon's own operations (tools/libtensorflow/native/convolution) by their names, the best first. */
const WAYS = Object.entries({
  winograd: ConvolutionWay.winograd,
  direct: ConvolutionWay.direct,
  'dot products': ConvolutionWay.dotProducts,
});

/**
 * Our own ways before TensorFlow's; those of bfloat16 are left out where there are own ones and the CPU does not multiply it: they
 * would take a hundred times as long to measure.
 */
export function waysOf<I extends Readonly<Record<string, tf.Tensor>>>(
  ops: TensorflowOps,
  type: Precision,
  own: Ways<I>,
  tensorflows: Ways<I>,
): Ways<I> {
  const slow = type === 'bfloat16' && !ops.multipliesBfloat16 && Object.keys(own).length > 0;
  return slow ? own : { ...own, ...tensorflows };
}

/** Those that serve a convolution of x by a filter; none where the CPU has no AVX2, on a GPU, or for odd numbers of channels. */
function serving(
  ops: TensorflowOps,
  side: ConvolutionSide,
  [batch, height, width, inputs]: Four,
  [rows, columns, , outputs]: Four,
  { stride, padding }: Window,
): [name: string, way: ConvolutionWay][] {
  const shape = [batch, height, width, inputs, outputs, rows, columns, stride, padding];
  return WAYS.filter(([, way]) => ops.servesConvolution(side, way, shape));
}

function attributes({ stride, padding }: Window, way: ConvolutionWay, sizes: Readonly<Record<string, number>> = {}) {
  const numbers = Object.entries({ stride, padding, way, ...sizes }).map(([name, integer]) => [name, { integer }]);
  return { T: { type: 'float32' as const }, ...(Object.fromEntries(numbers) as Record<string, { integer: number }>) };
}

function named<I extends Readonly<Record<string, tf.Tensor>>>(
  ways: readonly [name: string, way: ConvolutionWay][],
  compute: (way: ConvolutionWay) => Way<I>,
): Ways<I> {
  return Object.fromEntries(ways.map(([name, way]) => [name, compute(way)]));
}

/** Ways to compute `conv2d`. x may be bfloat16; the filter stays float32, and sums are in float32. */
export function ownForward(
  ops: TensorflowOps,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  window: Window,
): Ways<{ x: tf.Tensor4D; filter: tf.Tensor4D }> {
  const [rows, columns, , outputs] = filter.shape;
  return named(serving(ops, ConvolutionSide.forward, x.shape, filter.shape, window), (way) => (given) => {
    const [batch, height, width] = given.x.shape;
    const shape = [batch, windowCount(height, rows, window), windowCount(width, columns, window), outputs];
    return ops.own('AmclConv2D', [given.x, given.filter], attributes(window, way), [shape])[0] as tf.Tensor;
  });
}

/** Ways to compute its gradient with respect to x. */
export function ownInputGradient(
  ops: TensorflowOps,
  inputShape: Four,
  filterShape: Four,
  window: Window,
): Ways<{ dy: tf.Tensor4D; filter: tf.Tensor4D }> {
  const [, height, width, inputs] = inputShape;
  return named(
    serving(ops, ConvolutionSide.inputGradient, inputShape, filterShape, window),
    (way) =>
      ({ dy, filter }) => {
        const shape = [dy.shape[0], height, width, inputs];
        const sized = attributes(window, way, { height, width });
        return ops.own('AmclConv2DInputGradient', [dy, filter], sized, [shape])[0] as tf.Tensor;
      },
  );
}

/** Ways to compute its gradient with respect to the filter, float32. */
export function ownFilterGradient(
  ops: TensorflowOps,
  x: tf.Tensor4D,
  filterShape: Four,
  window: Window,
): Ways<{ x: tf.Tensor4D; dy: tf.Tensor4D }> {
  const [rows, columns] = filterShape;
  const found = serving(ops, ConvolutionSide.filterGradient, x.shape, filterShape, window);
  // It multiplies bfloat16, as the CPU does.
  const possible = found.filter(([, way]) => way !== ConvolutionWay.dotProducts || ops.isBfloat16(x));
  return named(possible, (way) => (given) => {
    const sized = attributes(window, way, { rows, columns });
    return ops.own('AmclConv2DFilterGradient', [given.x, given.dy], sized, [filterShape])[0] as tf.Tensor;
  });
}
