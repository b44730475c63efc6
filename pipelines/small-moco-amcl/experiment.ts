import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../small-moco/experiment';

/**
 * MoCo with AMCL made small: the budget of small-moco. Without batch norm in the head,
 * few hard negatives do not keep the embeddings apart early on: so there are more of them, and a narrower range of temperatures.
 */
export default extend(extend(base, amcl), {
  pretrain: { amcl: { hardest: 256, temperature: { upper: 0.5 } } },
  report: { title: 'A small MoCo with AMCL' },
});
