import * as tf from '@tensorflow/tfjs-core';
import type { Module, ParameterSpec } from '../module';

/** Sizes of a linear layer. */
export interface LinearOptions {
  readonly input: number;
  readonly output: number;
  readonly bias: boolean;
}

/**
 * x W (+ b), parameters `weight` and, if asked for, `bias`: [B, input] -> [B, output].
 * Initialised as `torch.nn.Linear`: uniform between -1/sqrt(input) and 1/sqrt(input).
 */
export function linearLayer({ input, output, bias }: LinearOptions): Module {
  const bound = 1 / Math.sqrt(input);
  const uniform = (name: string, layout: ParameterSpec['layout'], shape: readonly number[]): ParameterSpec => ({
    name,
    layout,
    shape,
    initialize: (random) =>
      Float32Array.from({ length: shape.reduce((size, n) => size * n, 1) }, () => random.uniform(-bound, bound)),
  });
  return {
    parameters: [uniform('weight', 'linear', [input, output]), ...(bias ? [uniform('bias', 'vector', [output])] : [])],
    buffers: [],
    forward: (x, scope) => {
      const y = tf.matMul(x, scope.parameter('weight'));
      return bias ? tf.add(y, scope.parameter('bias')) : y;
    },
  };
}
