import * as tf from '@tensorflow/tfjs-core';
import type { Scope } from '../module';
import { expectLimits, withinLimits, type TemperatureLimits } from './temperature-limits';
import type { TemperatureModule } from './temperature-module';

/**
 * One learnable temperature for all pairs, lower + (upper - lower) sigmoid(logit): the paper's ablation of the adaptive one. Its one
 * parameter `logit` [1] is 0 at first, the middle of the limits.
 * @throws unless 0 < lower < upper
 */
export function globalTemperature(limits: TemperatureLimits): TemperatureModule {
  expectLimits(limits);
  const everywhere = <T extends tf.Tensor>(shape: number[], scope: Scope): T =>
    tf.tidy(() => tf.mul<T>(withinLimits(scope.parameter('logit'), limits), tf.ones(shape)));
  return {
    parameters: [{ name: 'logit', shape: [1], layout: 'vector', initialize: () => new Float32Array(1) }],
    buffers: [],
    ofPairs: ({ shape }, scope) => everywhere([shape[0]], scope),
    ofGrid: (a, b, scope) => everywhere([a.shape[0], b.shape[0]], scope),
  };
}
