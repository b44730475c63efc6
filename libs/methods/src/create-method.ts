import type { Method } from './method';
import type { NetworkSettings } from './method-options';
import { methods } from './methods';

/** The method that section `pretrain` of an experiment asks for. */
export function createMethod(settings: NetworkSettings): Method {
  const factory = methods[settings.method.name] as (settings: NetworkSettings) => Method;
  return factory(settings);
}
