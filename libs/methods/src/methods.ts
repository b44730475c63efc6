import type { MethodName } from '@amcl/experiment';
import { barlowTwins } from './barlow-twins/barlow-twins';
import type { Method } from './method';
import type { MethodOptions } from './method-options';
import { moco } from './moco/moco';
import { simclr } from './simclr/simclr';
import { simsiam } from './simsiam/simsiam';

/** The methods, by the name that an experiment calls them. A new method adds its line here and in libs/experiment/src/methods. */
export const methods: { readonly [Name in MethodName]: (options: MethodOptions<Name>) => Method } = {
  simclr,
  moco,
  simsiam,
  'barlow-twins': barlowTwins,
};
