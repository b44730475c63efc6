import { extend } from '@amcl/experiment';
import { cifar } from './cifar';

/** SimCLR (arXiv 2002.05709): lr 0.06, NT-Xent at temperature 0.5. */
export const simclr = extend(cifar, {
  pretrain: {
    method: { name: 'simclr', temperature: 0.5, projectionHead: { output: 128 } },
    optimizer: { lr: 0.06 },
  },
});
