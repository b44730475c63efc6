import type * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients, type TensorMap } from '@amcl/engine';
import type { Task } from '@amcl/methods';
import { trainingScope, type Scope, type Weights } from '@amcl/models';
import { withoutPrefix, withPrefix } from './name-prefix';
import { metricsOf } from './step-metrics';

/** A batch as the loss sees it: its views and what the task compares them with. */
export interface LossInputs {
  readonly views: readonly tf.Tensor[];
  readonly targets: TensorMap;
}

/** The gradient of every parameter, the buffers after the forward pass, and the step's metrics. */
export interface Gradients {
  readonly gradients: TensorMap;
  readonly buffers: TensorMap;
  readonly metrics: TensorMap;
}

const BUFFER = 'buffer.';
const METRIC = 'metric.';

/** Of the whole batch at once. */
export function batchGradients(task: Task, weights: Weights, { views, targets }: LossInputs): Gradients {
  return lossGradients(task, weights, targets, weights.parameters, (scope) =>
    views.map((view) => task.encode(view, scope)),
  );
}

/**
 * Of the loss of features that `featuresOf` makes.
 * @param variables what is differentiated by: parameters, or other tensors by other names; the rest of the weights are constants
 */
export function lossGradients(
  task: Task,
  { parameters, buffers }: Weights,
  targets: TensorMap,
  variables: TensorMap,
  featuresOf: (scope: Scope, variables: TensorMap) => readonly tf.Tensor[],
): Gradients {
  const { loss, gradients, aux } = valueAndGradients((current) => {
    const scope = trainingScope({ parameters: { ...parameters, ...current }, buffers });
    const value = task.loss(featuresOf(scope, current), scope, targets);
    const kept: TensorMap = {
      ...withPrefix(BUFFER, scope.buffers()),
      ...withPrefix(METRIC, metricsOf(value)),
    };
    return { loss: value.loss, aux: kept };
  }, variables);
  loss.dispose(); // it is among the metrics
  return { gradients, buffers: withoutPrefix(BUFFER, aux), metrics: withoutPrefix(METRIC, aux) };
}
