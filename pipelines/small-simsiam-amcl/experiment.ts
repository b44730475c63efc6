import { extend } from '@amcl/experiment';
import { amclOf } from '../_base/amcl';
import base from '../small-simsiam/experiment';

/** SimSiam with AMCL made small: the budget of small-simsiam. */
export default extend(extend(base, amclOf.simsiam), {
  report: { title: 'A small SimSiam with AMCL' },
});
