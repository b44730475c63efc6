import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../cifar10-moco/experiment';

/** MoCo with AMCL on the whole of CIFAR-10: the full recipe. The paper reports 92.9 % for it. */
export default extend(extend(base, amcl), {
  report: { title: 'MoCo with AMCL on CIFAR-10' },
});
