import * as tf from '@tensorflow/tfjs-core';
import { momentumUpdate, type TensorMap } from '@amcl/engine';

/** What a step of an optimizer with momentum takes; every tensor stays the caller's. */
export interface MomentumStep {
  readonly parameters: TensorMap;
  /** One for each parameter, of its shape. */
  readonly gradients: TensorMap;
  /** From `momentumSlots` or the step before. */
  readonly slots: TensorMap;
  /** A tensor, so that a step depends on no number that changes from step to step. */
  readonly lr: tf.Scalar;
  /** 0 .. 1; 0 forgets the slot. */
  readonly momentum: number;
  /** 0 or more, added to the gradient as PyTorch does (not decoupled). */
  readonly weightDecay: number;
  /** Names of parameters without weight decay (and, for LARS, without scaling). */
  readonly exclude: ReadonlySet<string>;
}

/** The slots before the first step: a momentum of zeros by each parameter's name. */
export function momentumSlots(parameters: TensorMap): TensorMap {
  return Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tf.zerosLike(tensor)]));
}

/** What a parameter moves by: its gradient, to which `weightDecay` times the parameter is added. */
export interface Direction {
  readonly gradient: tf.Tensor;
  readonly weightDecay: number;
}

/**
 * What SGD and LARS have in common, as new tensors: slot = momentum slot + direction; parameter -= lr slot.
 * @param directionOf called in a tidy of its own for each parameter
 * @throws naming a parameter without gradient or slot
 */
export function momentumStep(
  step: MomentumStep,
  directionOf: (gradient: tf.Tensor, parameter: tf.Tensor, excluded: boolean) => Direction,
): { parameters: TensorMap; slots: TensorMap } {
  return tf.tidy(() => {
    const parameters: Record<string, tf.Tensor> = {};
    const slots: Record<string, tf.Tensor> = {};
    const { momentum, lr } = step;
    for (const [name, parameter] of Object.entries(step.parameters)) {
      const [gradient, slot] = [step.gradients[name], step.slots[name]];
      if (!gradient || !slot)
        throw new Error(`Expected a ${gradient ? 'slot' : 'gradient'} for parameter ${name} but received none`);
      const next = tf.tidy(() => {
        const direction = directionOf(gradient, parameter, step.exclude.has(name));
        const { weightDecay } = direction;
        return momentumUpdate({ parameter, gradient: direction.gradient, slot, lr }, { momentum, weightDecay });
      });
      slots[name] = next.slot;
      parameters[name] = next.parameter;
    }
    return { parameters, slots };
  });
}
