import { extend } from '@amcl/experiment';
import { cifar } from './cifar';

/** SimSiam (arXiv 2011.10566): lr 0.05, a projection of two layers to 2048, a prediction through 512. */
export const simsiam = extend(cifar, {
  pretrain: {
    method: {
      name: 'simsiam',
      projectionHead: { layers: 2, hidden: 2048, output: 2048 },
      predictionHead: { hidden: 512 },
    },
    optimizer: { lr: 0.05 },
  },
});
