import { defineExperiment } from '@amcl/experiment';

/**
 * SimCLR (arXiv 2002.05709) as the field trains it on CIFAR: ResNet-18 with the CIFAR stem, batch 512, 800 epochs, SGD with a cosine
 * schedule. Every setting that is not named has its default: `.amcl/out/<name>/resolve/` shows them all.
 */
export const simclr = defineExperiment({
  augmentation: {
    randomResizedCrop: { size: 32, scale: [0.08, 1] },
    randomHorizontalFlip: { p: 0.5 },
    colorJitter: { p: 0.8, strength: 0.5 },
    randomGrayscale: { p: 0.2 },
    gaussianBlur: { p: 0.5 },
  },
  pretrain: {
    method: { name: 'simclr', temperature: 0.5, projectionHead: { output: 128 } },
    encoder: { name: 'resnet18', stem: 'cifar', width: 1 },
    optimizer: { lr: 0.06, momentum: 0.9, weightDecay: 5e-4 },
    schedule: { name: 'cosine' },
    batchSize: 512,
    epochs: 800,
    knn: { every: 1, k: 200, temperature: 0.1 },
  },
  linearProbe: { epochs: 100 },
});
