import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../cifar10-simsiam/experiment';

/** SimSiam with AMCL on the whole of CIFAR-10: the full recipe. */
export default extend(extend(base, amcl), {
  pretrain: { amcl: { hardest: 1 } }, // it has no negatives
  report: { title: 'SimSiam with AMCL on CIFAR-10' },
});
