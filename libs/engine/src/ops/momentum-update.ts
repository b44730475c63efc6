import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from '../kernels/define-kernel';

type Inputs = { parameter: tf.Tensor; gradient: tf.Tensor; slot: tf.Tensor; lr: tf.Scalar };
type Rates = { momentum: number; weightDecay: number };

function composed({ parameter, gradient, slot, lr }: Inputs, { momentum, weightDecay }: Rates): [tf.Tensor, tf.Tensor] {
  const direction = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay));
  const moved = tf.add(tf.mul(slot, momentum), direction);
  return [tf.sub(parameter, tf.mul(moved, lr)), moved];
}

const kernel = defineKernel<{
  inputs: Inputs;
  attributes: Rates;
  outputs: [tf.Tensor, tf.Tensor];
  saved: [];
}>({
  name: 'AmclMomentumUpdate',
  tensorflow: ({ parameter, gradient, slot, lr }, { momentum, weightDecay }, ops) =>
    ops.hasOwn
      ? (ops.own(
          'AmclMomentumUpdate',
          [parameter, gradient, slot, lr],
          { momentum: { float: momentum }, weight_decay: { float: weightDecay } },
          [parameter.shape, parameter.shape],
        ) as [tf.Tensor, tf.Tensor])
      : composed({ parameter, gradient, slot, lr }, { momentum, weightDecay }),
  composed,
});

/**
 * A step of SGD with momentum, as `torch.optim.SGD`, in one pass over the memory where the backend can:
 *
 *     slot = momentum slot + (gradient + weightDecay parameter);  parameter -= lr slot
 *
 * @param inputs.gradient of the parameter's shape, as `slot`
 * @returns new tensors; the inputs stay as they are
 */
export function momentumUpdate(inputs: Inputs, rates: Rates): { parameter: tf.Tensor; slot: tf.Tensor } {
  const [parameter, slot] = kernel(inputs, rates);
  return { parameter, slot };
}
