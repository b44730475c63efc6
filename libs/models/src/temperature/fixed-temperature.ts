import * as tf from '@tensorflow/tfjs-core';
import type { TemperatureModule } from './temperature-module';

/**
 * The same temperature for all pairs, never trained: the paper's ablation of the adaptive one.
 * @throws unless `value` is above 0
 */
export function fixedTemperature(value: number): TemperatureModule {
  if (!(value > 0)) throw new Error(`Expected a number above 0 for the temperature but received ${value}`);
  return {
    parameters: [],
    buffers: [],
    ofPairs: ({ shape }) => tf.fill([shape[0]], value),
    ofGrid: (a, b) => tf.fill([a.shape[0], b.shape[0]], value),
  };
}
