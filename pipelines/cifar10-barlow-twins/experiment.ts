import { extend } from '@amcl/experiment';
import { barlowTwins } from '../_base/barlow-twins';

/** Barlow Twins on the whole of CIFAR-10: the full recipe. */
export default extend(barlowTwins, {
  dataset: { name: 'cifar10' },
  report: { title: 'Barlow Twins on CIFAR-10' },
});
