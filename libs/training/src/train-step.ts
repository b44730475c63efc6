import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients } from '@amcl/engine';
import type { Method } from '@amcl/methods';
import { trainingScope } from '@amcl/models';
import { sgdStep } from '@amcl/optim';
import type { StateTensors } from './state-tensors';
import type { TrainingState } from './training-state';

/** What stays the same over a training. */
export interface StepOptions {
  /** 0 .. 1 */
  readonly momentum: number;
  /** 0 or more */
  readonly weightDecay: number;
  /** Names of parameters without weight decay, as in `method.module`. */
  readonly exclude: ReadonlySet<string>;
}

/** The views of a batch, normalised. */
export interface ViewBatch {
  /** One array a view, row-major; the same images in the same order. May lie over shared memory. */
  readonly views: readonly Float32Array[];
  /** [B, H, W, C] of each. */
  readonly shape: readonly [number, number, number, number];
}

/**
 * A step as a function of tensors: it reads none back and changes none. The results belong to the caller, or to the tidy around.
 * @param views each [B, H, W, C]
 */
export function computeStep(
  method: Method,
  state: StateTensors,
  views: readonly tf.Tensor[],
  lr: tf.Scalar,
  options: StepOptions,
): StateTensors & { loss: tf.Scalar } {
  return tf.tidy(() => {
    const {
      loss,
      gradients,
      aux: buffers,
    } = valueAndGradients((parameters) => {
      const scope = trainingScope({ parameters, buffers: state.buffers });
      const { loss } = method.loss(views, scope);
      return { loss, aux: scope.buffers() };
    }, state.parameters);
    const { parameters, slots } = sgdStep({
      parameters: state.parameters,
      gradients,
      slots: state.slots,
      lr,
      ...options,
    });
    return { loss, parameters, buffers, slots };
  });
}

/**
 * Does a step and advances the state.
 * @param lr 0 or more
 * @returns the loss before the step. If it is not finite, neither is the state: stop, with `NonFiniteLossError`.
 */
export function trainStep(
  method: Method,
  state: TrainingState,
  { views, shape }: ViewBatch,
  { lr, ...options }: StepOptions & { readonly lr: number },
): number {
  const { loss, ...next } = tf.tidy(() => {
    const tensors = views.map((view) => tf.tensor(view, [...shape], 'float32'));
    return computeStep(method, state, tensors, tf.scalar(lr), options);
  });
  state.advance(next);
  const value = loss.dataSync<'float32'>()[0] ?? NaN;
  loss.dispose();
  return value;
}
