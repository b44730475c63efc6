import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../small-simsiam/experiment';

/** SimSiam with AMCL made small: the budget of small-simsiam. */
export default extend(extend(base, amcl), {
  pretrain: { amcl: { hardest: 1 } }, // it has no negatives
  report: { title: 'A small SimSiam with AMCL' },
});
