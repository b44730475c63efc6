import type { MethodName } from '@amcl/experiment';
import type { Method } from './method';
import type { MethodOptions, NetworkSettings } from './method-options';
import * as methods from './methods';

/** The methods, by the name that an experiment calls them. A new method adds its line here, in ./methods and in libs/experiment/src/methods. */
const factories: { readonly [Name in MethodName]: (options: MethodOptions<Name>) => Method } = {
  simclr: methods.simclr,
  moco: methods.moco,
  simsiam: methods.simsiam,
  'barlow-twins': methods.barlowTwins,
};

/** The method that section `pretrain` of an experiment asks for. */
export function createMethod(settings: NetworkSettings): Method {
  const factory = factories[settings.method.name] as (settings: NetworkSettings) => Method;
  return factory(settings);
}
