import { defineExperiment } from '@amcl/experiment';

/**
 * What the field's recipes for CIFAR have in common: ResNet-18 with the CIFAR stem, batch 512, 800 epochs, SGD with a cosine schedule, views
 * of SimCLR. Every setting that is not named has its default: `.amcl/out/<name>/resolve/` shows them all.
 */
export const cifar = defineExperiment({
  augmentation: { set: 'default', randomResizedCrop: { size: 32, scale: [0.08, 1] }, colorJitter: { strength: 0.5 } },
  pretrain: {
    encoder: { name: 'resnet18', stem: 'cifar', width: 1 },
    optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
    schedule: { name: 'cosine' },
    batchSize: 512,
    epochs: 800,
    knn: { every: 1, k: 200, temperature: 0.1 },
  },
  linearProbe: { epochs: 100 },
});
