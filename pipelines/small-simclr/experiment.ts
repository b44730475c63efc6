import { extend } from '@amcl/experiment';
import { simclr } from '../_base/simclr';
import { small } from '../_base/small';

/** SimCLR made small, for a first comparison and for the tests. */
export default extend(extend(simclr, small), {
  report: { title: 'A small SimCLR' },
});
