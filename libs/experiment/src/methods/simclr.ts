import { namedByDefault, real, section } from '../fields';
import { projectionHeadSchema } from './projection-head';

/** SimCLR (arXiv 2002.05709). */
export const simclrSchema = section({
  name: namedByDefault('simclr'),
  /** Of NT-Xent; not used with `pretrain.amcl`, which has temperatures of its own. */
  temperature: real({ above: 0 }).default(0.5),
  /** Two linear layers with batch norm: lightly's `SimCLRProjectionHead`. */
  projectionHead: projectionHeadSchema({ hidden: null, output: 128 }),
});
