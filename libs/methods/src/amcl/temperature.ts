import type { TemperatureSettings } from '@amcl/experiment';
import type { GridTemperature, PairTemperature } from '@amcl/losses';
import {
  fixedTemperature,
  globalTemperature,
  prefixedScope,
  prefixed,
  temperatureNetwork,
  type Module,
  type Scope,
  type TemperatureModule,
} from '@amcl/models';
import { TEMPERATURE_PREFIX } from '../parts';

/** The temperature of a method's pairs, shared by all heads. */
export interface Temperature {
  /** Its parameters, with the names of the method's module. */
  readonly specs: Pick<Module, 'parameters' | 'buffers'>;
  /** For losses that choose pairs. */
  pairs(scope: Scope): PairTemperature;
  /** For losses over all pairs. */
  grid(scope: Scope): GridTemperature;
}

/** @param input numbers that the network sees of a pair: the embedding's size, or the batch's for Barlow Twins */
export function temperatureOf(settings: TemperatureSettings, input: number): Temperature {
  const module = moduleOf(settings, input);
  const scoped = (scope: Scope) => prefixedScope(TEMPERATURE_PREFIX, scope);
  const { parameters, buffers } = module;
  return {
    specs: prefixed(TEMPERATURE_PREFIX, { parameters, buffers, forward: (x) => x }),
    pairs: (scope) => (products) => module.ofPairs(products, scoped(scope)),
    grid: (scope) => (a, b) => module.ofGrid(a, b, scoped(scope)),
  };
}

function moduleOf(settings: TemperatureSettings, input: number): TemperatureModule {
  switch (settings.kind) {
    case 'adaptive':
      return temperatureNetwork({ input, ...settings });
    case 'global':
      return globalTemperature(settings);
    case 'fixed':
      return fixedTemperature(settings.value);
  }
}
