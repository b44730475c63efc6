import { extend } from '@amcl/experiment';
import { amclOf } from '../_base/amcl';
import base from '../small-moco/experiment';

/** MoCo with AMCL made small: the budget of small-moco. */
export default extend(extend(base, amclOf.moco), {
  report: { title: 'A small MoCo with AMCL' },
});
