import { defineExperiment } from '@amcl/experiment';

/** Makes a recipe small: a twelfth of CIFAR-10, a quarter of the width, five epochs; a minute on two cores. */
export const small = defineExperiment({
  dataset: { name: 'cifar10', limit: { train: 4_000, test: 1_000 } },
  pretrain: {
    encoder: { width: 0.25 },
    batchSize: 128,
    epochs: 5,
    knn: { every: 0, k: 20 },
    checkpoint: { everySteps: 50 },
  },
  linearProbe: { epochs: 50, knn: { k: 20 } },
});
