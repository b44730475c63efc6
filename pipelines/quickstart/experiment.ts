import { extend } from '@amcl/experiment';
import { simclr } from '../_base/simclr';

/** SimCLR made small: a fifth of CIFAR-10 and a narrow encoder for a few epochs, some minutes on a laptop. */
export default extend(simclr, {
  dataset: { limit: { train: 10_000, test: 2_000 } },
  pretrain: { encoder: { width: 0.25 }, batchSize: 128, epochs: 6, knn: { every: 2 }, checkpoint: { everySteps: 50 } },
  linearProbe: { epochs: 50 },
  report: { title: 'Quickstart: a small SimCLR' },
});
