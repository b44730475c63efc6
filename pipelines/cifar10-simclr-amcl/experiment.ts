import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../cifar10-simclr/experiment';

/** SimCLR with AMCL on the whole of CIFAR-10: the full recipe. The paper reports 92.2 % for it. */
export default extend(extend(base, amcl), {
  report: { title: 'SimCLR with AMCL on CIFAR-10' },
});
