import { extend } from '@amcl/experiment';
import { cifar } from './cifar';

/** Barlow Twins (arXiv 2103.03230): lr 0.11, a projection of three layers to 2048, lambda 5e-3. */
export const barlowTwins = extend(cifar, {
  pretrain: {
    method: { name: 'barlow-twins', lambda: 5e-3, projectionHead: { hidden: 2048, output: 2048 } },
    optimizer: { lr: 0.11 },
  },
});
