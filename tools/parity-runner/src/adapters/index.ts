import type { Adapter } from '../adapter';
import { amcl } from './amcl';
import { augment } from './augment';
import { evaluation } from './evaluation';
import { losses } from './losses';
import { networks } from './networks';
import { optimizers } from './optimizers';

/** How each op is computed. */
export const adapters: Readonly<Record<string, Adapter>> = {
  ...losses,
  ...amcl,
  ...networks,
  ...optimizers,
  ...evaluation,
  ...augment,
};
