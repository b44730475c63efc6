import { defineExperiment } from '@amcl/experiment';

/** Makes a recipe small: a tenth of CIFAR-10, a quarter of the width, a few epochs; a minute on two cores. */
export const small = defineExperiment({
  dataset: { name: 'cifar10', limit: { train: 5_000, test: 1_000 } },
  pretrain: {
    encoder: { width: 0.25 },
    batchSize: 128,
    epochs: 8,
    knn: { every: 4, k: 20 },
    checkpoint: { everySteps: 50 },
  },
  linearProbe: { epochs: 50, knn: { k: 20 } },
});
