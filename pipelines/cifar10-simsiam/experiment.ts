import { extend } from '@amcl/experiment';
import { simsiam } from '../_base/simsiam';

/** SimSiam on the whole of CIFAR-10: the full recipe. */
export default extend(simsiam, {
  dataset: { name: 'cifar10' },
  report: { title: 'SimSiam on CIFAR-10' },
});
