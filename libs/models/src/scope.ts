import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import type { Scope } from './module';

/** The tensors of a module, by name, in the memory's layout. */
export interface Weights {
  readonly parameters: TensorMap;
  readonly buffers: TensorMap;
}

/** A scope that gathers the new values of the buffers. */
export interface TrainingScope extends Scope {
  /** Every buffer, updated or not. */
  buffers(): TensorMap;
}

/** Batch statistics; buffers are updated in the scope and leave `weights` as they are. */
export function trainingScope({ parameters, buffers }: Weights): TrainingScope {
  const current: Record<string, tf.Tensor> = { ...buffers };
  return {
    training: true,
    parameter: (name) => find(parameters, 'parameter', name),
    buffer: (name) => find(current, 'buffer', name),
    update: (name, value) => {
      find(current, 'buffer', name);
      current[name] = value;
    },
    buffers: () => ({ ...current }),
  };
}

/** Running statistics; nothing is updated. */
export function evalScope({ parameters, buffers }: Weights): Scope {
  return {
    training: false,
    parameter: (name) => find(parameters, 'parameter', name),
    buffer: (name) => find(buffers, 'buffer', name),
    update: (name) => {
      throw new Error(`Expected no new value for buffer ${name} in eval mode: only a training scope takes one`);
    },
  };
}

/**
 * `tf.tidy` around a forward pass: what it made is disposed but the result and the new values of buffers, which a plain tidy would
 * dispose, too.
 */
export function tidyForward<T extends tf.Tensor>(scope: Scope, forward: (scope: Scope) => T): T {
  const updates: Record<string, tf.Tensor> = {};
  const inside: Scope = {
    ...scope,
    buffer: (name) => updates[name] ?? scope.buffer(name),
    update: (name, value) => (updates[name] = value),
  };
  const { y } = tf.tidy(() => ({ y: forward(inside), updates }));
  for (const [name, value] of Object.entries(updates)) scope.update(name, value);
  return y;
}

function find(tensors: TensorMap, kind: string, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (!tensor)
    throw new Error(`Expected a ${kind} ${name} but the scope has ${Object.keys(tensors).join(', ') || 'none'}`);
  return tensor;
}
