import { extend } from '@amcl/experiment';
import { cifar } from './cifar';

/** MoCo v2 (arXiv 2003.04297): lr 0.08, a queue of 4096, momentum 0.99, temperature 0.1, batch norm in 8 splits, symmetric loss. */
export const moco = extend(cifar, {
  pretrain: {
    method: {
      name: 'moco',
      temperature: 0.1,
      queueSize: 4096,
      momentum: 0.99,
      batchNormSplits: 8,
      projectionHead: { output: 128 },
    },
    optimizer: { lr: 0.08 },
  },
});
