import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';

/** What a step of SGD takes; every tensor stays the caller's. */
export interface SgdStep {
  readonly parameters: TensorMap;
  /** One for each parameter, of its shape. */
  readonly gradients: TensorMap;
  /** From `sgdSlots` or the step before. */
  readonly slots: TensorMap;
  /** A tensor, so that a step depends on no number that changes from step to step. */
  readonly lr: tf.Scalar;
  /** 0 .. 1; 0 is plain SGD. */
  readonly momentum: number;
  /** 0 or more, added to the gradient as PyTorch does (not decoupled). */
  readonly weightDecay: number;
  /** Names of parameters without weight decay. */
  readonly exclude: ReadonlySet<string>;
}

/** The slots before the first step: a momentum of zeros by each parameter's name. */
export function sgdSlots(parameters: TensorMap): TensorMap {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tf.zerosLike(tensor)]));
}

/**
 * A step of `torch.optim.SGD` without Nesterov and dampening, as new tensors:
 *
 *     d = gradient + weightDecay parameter;  slot = momentum slot + d;  parameter -= lr slot
 *
 * @throws naming a parameter without gradient or slot
 */
export function sgdStep(step: SgdStep): { parameters: TensorMap; slots: TensorMap } {
  return tf.tidy(() => {
    const parameters: Record<string, tf.Tensor> = {};
    const slots: Record<string, tf.Tensor> = {};
    const momentum = tf.scalar(step.momentum);
    const decay = tf.scalar(step.weightDecay);
    for (const [name, parameter] of Object.entries(step.parameters)) {
      const [gradient, slot] = [step.gradients[name], step.slots[name]];
      if (!gradient || !slot)
        throw new Error(`Expected a ${gradient ? 'slot' : 'gradient'} for parameter ${name} but received none`);
      const decays = step.weightDecay !== 0 && !step.exclude.has(name);
      const next = tf.tidy(() => {
        const direction = decays ? tf.add(gradient, tf.mul(parameter, decay)) : gradient;
        const moved = tf.add(tf.mul(slot, momentum), direction);
        return { slot: moved, parameter: tf.sub(parameter, tf.mul(moved, step.lr)) };
      });
      slots[name] = next.slot;
      parameters[name] = next.parameter;
    }
    return { parameters, slots };
  });
}
