import { extend } from '@amcl/experiment';
import { moco } from '../_base/moco';

/** MoCo on the whole of CIFAR-10: the full recipe. The paper of AMCL reports 90.4 % for it. */
export default extend(moco, {
  dataset: { name: 'cifar10' },
  report: { title: 'MoCo on CIFAR-10' },
});
