import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients, withoutGradient, type TensorMap } from '@amcl/engine';
import { resolveExperiment, type ExperimentInput } from '@amcl/experiment';
import { initializeBuffers, initializeParameters, trainingScope, type Arrays, type Weights } from '@amcl/models';
import type { Method, MethodLoss } from '../method';
import type { NetworkSettings } from '../method-options';

/** For tests: images a batch. */
export const BATCH = 8;

/** For tests: settings of a method by name, with the narrowest encoder and small heads. */
export function tiny(method: Record<string, unknown>, amcl: object | null = null): NetworkSettings {
  const input = { pretrain: { method, amcl, batchSize: BATCH, encoder: { width: 1 / 64 } } } as ExperimentInput;
  return resolveExperiment(input, 'tiny').pretrain;
}

/** For tests: the methods, each as small as it may be. */
export const METHODS = {
  simclr: { name: 'simclr', projectionHead: { hidden: 6, output: 5 } },
  moco: { name: 'moco', queueSize: 11, batchNormSplits: 2, projectionHead: { hidden: 6, output: 5 } },
  simsiam: { name: 'simsiam', projectionHead: { hidden: 6, output: 5 }, predictionHead: { hidden: 4 } },
  'barlow-twins': { name: 'barlow-twins', projectionHead: { hidden: 6, output: 5 } },
} as const;

/** For tests: a view of noise. */
export function view(seed: number): tf.Tensor4D {
  return tf.randomNormal([BATCH, 8, 8, 3], 0, 1, 'float32', seed);
}

/** For tests: first values of a method's tensors. */
export function weightsOf({ module }: Method, seed = 1): Weights {
  const tensors = (specs: readonly { name: string; shape: readonly number[] }[], arrays: Arrays): TensorMap =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
  return {
    parameters: tensors(module.parameters, initializeParameters(module, seed)),
    buffers: tensors(module.buffers, initializeBuffers(module, seed)),
  };
}

/** For tests: the step's inputs as tensors. */
export function inputsOf(method: Method, step = 0): TensorMap {
  const inputs = method.stepInputs?.({ step, steps: 100, seed: 1 }) ?? {};
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      typeof value === 'number' ? tf.scalar(value) : tf.tensor1d(value, 'int32'),
    ]),
  );
}

/** For tests: a step's loss, gradients and buffers, without an optimizer. */
export function differentiate(method: Method, weights: Weights, views: readonly tf.Tensor[]) {
  const inputs = inputsOf(method);
  let value: MethodLoss | undefined;
  let targets: TensorMap = {};
  const { loss, gradients, aux } = valueAndGradients((parameters) => {
    const scope = trainingScope({ parameters, buffers: weights.buffers });
    targets = withoutGradient(() => method.targets?.(views, scope, inputs) ?? {});
    value = method.loss(
      views.map((x) => method.encode(x, scope)),
      scope,
      targets,
    );
    const { statistics, embedding } = value;
    const kept: TensorMap = { ...prefix('buffer/', scope.buffers()), ...prefix('', { ...statistics }), embedding };
    return { loss: value.loss, aux: { ...kept, ...prefix('target/', targets) } };
  }, weights.parameters);
  return { loss, gradients, aux, inputs };
}

function prefix(before: string, tensors: Readonly<Record<string, tf.Tensor>>): TensorMap {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [before + name, tensor]));
}
