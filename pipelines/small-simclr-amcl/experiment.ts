import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../small-simclr/experiment';

/** SimCLR with AMCL made small: the budget of small-simclr. */
export default extend(extend(base, amcl), {
  report: { title: 'A small SimCLR with AMCL' },
});
