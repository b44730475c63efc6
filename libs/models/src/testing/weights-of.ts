import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import { initializeBuffers, initializeParameters, type Arrays } from '../initialize';
import type { Module } from '../module';
import type { Weights } from '../scope';

/** First values of a module as tensors, of seed 1 unless given. */
export function weightsOf(module: Pick<Module, 'parameters' | 'buffers'>, seed = 1): Weights {
  return {
    parameters: tensorsOf(module.parameters, initializeParameters(module, seed)),
    buffers: tensorsOf(module.buffers, initializeBuffers(module, seed)),
  };
}

/** Tensors of the given shapes. */
export function tensorsOf(specs: readonly { name: string; shape: readonly number[] }[], arrays: Arrays): TensorMap {
  return Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
}
