import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import type { Arrays } from '@amcl/models';

/**
 * All that a step changes: parameters, running statistics and the optimizer's slots, each by name.
 * A type and no interface, so that tfjs's tidy takes it.
 */
export type StateTensors = {
  readonly parameters: TensorMap;
  readonly buffers: TensorMap;
  /** Momentum, by the parameter's name. */
  readonly slots: TensorMap;
};

/** Tensors of the given shapes. */
export function tensorsOf(specs: readonly { name: string; shape: readonly number[] }[], arrays: Arrays): TensorMap {
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      const values = arrays[name];
      if (!values)
        throw new Error(`Expected values for ${name} but received ${Object.keys(arrays).join(', ') || 'none'}`);
      return [name, tf.tensor(values, [...shape], 'float32')];
    }),
  );
}

/** The numbers of float32 tensors, row-major. */
export function arraysOf(tensors: TensorMap): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]));
}
