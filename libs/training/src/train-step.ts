import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import type { StepInputs, Task, TaskLoss } from '@amcl/methods';
import { trainingScope } from '@amcl/models';
import { clipByNorm, larsStep, sgdStep } from '@amcl/optim';
import { batchGradients } from './batch-gradients';
import { microBatchGradients } from './micro-batch-gradients';
import type { StateTensors } from './state-tensors';
import { readMetrics, type MetricsOf } from './step-metrics';
import type { StepOptions } from './step-options';
import type { TrainingState } from './training-state';

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
 * @param inputs the learning rate `lr`, a scalar, and those of `task.stepInputs`
 * @returns the state after the step, and the metrics before it, scalars or [C], by the names of `StepMetrics`
 */
export function computeStep(
  task: Task,
  state: StateTensors,
  views: readonly tf.Tensor[],
  inputs: TensorMap,
  options: StepOptions,
): StateTensors & { metrics: TensorMap } {
  return tf.tidy(() => {
    const before = trainingScope(state);
    const targets = task.targets?.(views, before, inputs) ?? {};
    const weights = { parameters: state.parameters, buffers: before.buffers() };
    const { gradients, buffers, metrics } =
      options.microBatchSize === null
        ? batchGradients(task, weights, { views, targets })
        : microBatchGradients(task, weights, { views, targets }, options.microBatchSize);
    const { parameters, slots } = update(state, gradients, inputs['lr'] as tf.Scalar, options);
    const after = trainingScope({ parameters, buffers });
    task.afterStep?.(after, targets, inputs);
    return { parameters, slots, buffers: after.buffers(), metrics };
  });
}

function update(
  { parameters, slots }: StateTensors,
  gradients: TensorMap,
  lr: tf.Scalar,
  { optimizer, clipNorm }: StepOptions,
): Pick<StateTensors, 'parameters' | 'slots'> {
  const clipped = clipNorm === null ? gradients : clipByNorm(gradients, clipNorm).gradients;
  const step = { ...optimizer, parameters, slots, gradients: clipped, lr };
  return optimizer.name === 'sgd' ? sgdStep(step) : larsStep(step);
}

/** What a step of a training takes besides its batch. */
export interface TrainStepOptions extends StepOptions {
  /** 0 or more */
  readonly lr: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** Of the experiment, 0 .. 2^32 - 1. */
  readonly seed: number;
}

/**
 * Does a step and advances the state.
 * @returns the metrics of the batch before the step. If the loss is not finite, neither is the state: stop, with `NonFiniteLossError`.
 */
export function trainStep<L extends TaskLoss>(
  task: Task<L>,
  state: TrainingState,
  { views, shape }: ViewBatch,
  { lr, steps, seed, ...options }: TrainStepOptions,
): MetricsOf<L> {
  const { metrics, ...next } = tf.tidy(() => {
    const tensors = views.map((view) => tf.tensor(view, [...shape], 'float32'));
    const inputs = task.stepInputs?.({ step: state.step, steps, seed }) ?? {};
    return computeStep(task, state, tensors, tensorsOfInputs({ ...inputs, lr }), options);
  });
  state.advance(next);
  const values = readMetrics<L>(metrics);
  tf.dispose(metrics);
  return values;
}

function tensorsOfInputs(inputs: StepInputs): TensorMap {
  const entries = Object.entries(inputs).map(
    ([name, value]) => [name, typeof value === 'number' ? tf.scalar(value) : tf.tensor1d(value, 'int32')] as const,
  );
  return Object.fromEntries(entries);
}
