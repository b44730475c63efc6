import { extend } from '@amcl/experiment';
import { amclOf } from '../_base/amcl';
import base from '../small-simclr/experiment';

/** SimCLR with AMCL made small: the budget of small-simclr. */
export default extend(extend(base, amclOf.simclr), {
  report: { title: 'A small SimCLR with AMCL' },
});
