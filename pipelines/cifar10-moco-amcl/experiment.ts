import { extend } from '@amcl/experiment';
import { amcl } from '../_base/amcl';
import base from '../cifar10-moco/experiment';

/**
 * MoCo with AMCL on the whole of CIFAR-10: the full recipe. The paper reports 92.9 % for it. Without batch norm in the head,
 * few hard negatives do not keep the embeddings apart early on: so there are more of them, and a narrower range of temperatures.
 */
export default extend(extend(base, amcl), {
  pretrain: { amcl: { hardest: 256, temperature: { upper: 0.5 } } },
  report: { title: 'MoCo with AMCL on CIFAR-10' },
});
