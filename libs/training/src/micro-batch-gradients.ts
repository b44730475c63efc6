import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients, type TensorMap } from '@amcl/engine';
import { ENCODER_PREFIX, type Task } from '@amcl/methods';
import { tidyForward, trainingScope, type Weights } from '@amcl/models';
import { lossGradients, type Gradients, type LossInputs } from './batch-gradients';

const FEATURES = 'features.';

/**
 * Of the whole batch, with no more than `size` images in the encoder at a time (gradient caching, arXiv 2101.06983): the features are
 * computed in parts without gradient; the loss of all of them gives its gradient by the heads and by each feature; and each part
 * passes the encoder once more to pull its features' gradient back to the encoder. One more forward pass of the encoder, for the
 * activations of one part instead of the batch. The encoder's batch norm is over each part, as it is over each device without
 * SyncBatchNorm.
 * @param size images in a part, 1 or more; it divides the batch
 * @throws if it does not
 */
export function microBatchGradients(
  task: Task,
  weights: Weights,
  { views, targets }: LossInputs,
  size: number,
): Gradients {
  for (const { shape } of views) expectDivisor(size, shape[0] ?? 0);
  const features = views.map((view) => encodeInParts(task, weights, view, size));
  const named = Object.fromEntries(features.map((feature, index) => [FEATURES + index, feature]));
  const [encoder, heads] = split(weights.parameters);
  const ofLoss = lossGradients(task, weights, targets, { ...heads, ...named }, (_, variables) =>
    features.map((_feature, index) => variables[FEATURES + index] as tf.Tensor),
  );

  let state: { sum: TensorMap | null; buffers: TensorMap } = { sum: null, buffers: ofLoss.buffers };
  views.forEach((view, index) => {
    const pulled = ofLoss.gradients[FEATURES + index] as tf.Tensor;
    for (let start = 0; start < (view.shape[0] ?? 0); start += size) {
      const { sum, buffers } = state;
      const next = tf.tidy(() => {
        const { gradients, aux } = pullBack(task, { ...weights, buffers }, encoder, {
          images: part(view, start, size),
          cotangent: part(pulled, start, size),
        });
        return { sum: sum ? added(sum, gradients) : gradients, buffers: aux };
      });
      if (sum) tf.dispose(sum);
      state = next;
    }
  });
  const ofHeads = Object.fromEntries(Object.keys(heads).map((name) => [name, ofLoss.gradients[name] as tf.Tensor]));
  return { gradients: { ...state.sum, ...ofHeads }, buffers: state.buffers, metrics: ofLoss.metrics };
}

function encodeInParts(task: Task, weights: Weights, view: tf.Tensor, size: number): tf.Tensor {
  return tf.tidy(() => {
    const starts = Array.from({ length: (view.shape[0] ?? 0) / size }, (_, index) => index * size);
    // Running statistics move when the gradient is pulled back, not here.
    const scope = trainingScope(weights);
    return tf.concat(
      starts.map((start) => tidyForward(scope, (inside) => task.encode(part(view, start, size), inside))),
    );
  });
}

/** The encoder's gradients by the gradient of its features, and the buffers after. */
function pullBack(
  task: Task,
  { parameters, buffers }: Weights,
  encoder: TensorMap,
  { images, cotangent }: { images: tf.Tensor; cotangent: tf.Tensor },
): { gradients: TensorMap; aux: TensorMap } {
  return valueAndGradients((current) => {
    const scope = trainingScope({ parameters: { ...parameters, ...current }, buffers });
    const loss = tf.sum<tf.Scalar>(tf.mul(task.encode(images, scope), cotangent));
    return { loss, aux: scope.buffers() };
  }, encoder);
}

/** A rest that makes no part would be left out without a word. */
function expectDivisor(size: number, batch: number): void {
  if (Number.isInteger(size) && size > 0 && batch % size === 0) return;
  throw new Error(`Expected a divisor of the batch size ${batch} for microBatchSize but received ${size}`);
}

function part(x: tf.Tensor, start: number, size: number): tf.Tensor {
  return tf.slice(x, start, size);
}

function added(a: TensorMap, b: TensorMap): TensorMap {
  return Object.fromEntries(Object.entries(a).map(([name, tensor]) => [name, tf.add(tensor, b[name] as tf.Tensor)]));
}

/** The encoder's parameters, and the others. */
function split(parameters: TensorMap): readonly [TensorMap, TensorMap] {
  const of = (own: boolean) =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => name.startsWith(ENCODER_PREFIX) === own));
  return [of(true), of(false)];
}
