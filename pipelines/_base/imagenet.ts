import { defineExperiment, extend } from '@amcl/experiment';
import { blurKernel } from './blur-kernel';

/**
 * What lightly's benchmarks on ImageNet have in common (`benchmarks/imagenet/resnet50`): ResNet-50 at 224 pixels, 100 epochs in batches of 256, colour
 * jitter at full strength, no weight decay on batch norm and biases; then a linear probe of 90 epochs on random crops (`linear_eval.py`). kNN
 * is measured at the end: the features of 1.28 million images take a sixth of an epoch.
 */
const imagenet = defineExperiment({
  dataset: { name: 'imagenet' },
  augmentation: {
    set: 'default',
    randomResizedCrop: { size: 224, scale: [0.08, 1] },
    colorJitter: { strength: 1 },
    gaussianBlur: { kernelSize: blurKernel(224) },
  },
  pretrain: {
    encoder: { name: 'resnet50', stem: 'imagenet', width: 1 },
    optimizer: { momentum: 0.9, excludeBatchNormAndBias: true },
    schedule: { name: 'cosine' },
    batchSize: 256,
    epochs: 100,
    knn: { every: 0, k: 200, temperature: 0.1 },
  },
  linearProbe: { epochs: 90, batchSize: 256, lr: 0.1, augment: true },
});

/** SimCLR of `simclr.py` there: LARS with a rate of 0.075 sqrt(256), ten epochs of warm-up, temperature 0.1. */
export const imagenetSimclr = extend(imagenet, {
  pretrain: {
    method: { name: 'simclr', temperature: 0.1, projectionHead: { hidden: 2048, output: 128 } },
    optimizer: { name: 'lars', lr: 1.2, weightDecay: 1e-6 },
    schedule: { warmupEpochs: 10 },
  },
});

/** MoCo v2 of `mocov2.py` there: a rate of 0.03 at 256 images, a queue of 65,536, momentum 0.999, temperature 0.2. */
export const imagenetMoco = extend(imagenet, {
  pretrain: {
    method: {
      name: 'moco',
      temperature: 0.2,
      queueSize: 65_536,
      momentum: 0.999,
      batchNormSplits: 8,
      projectionHead: { hidden: 2048, output: 128 },
    },
    optimizer: { name: 'sgd', lr: 0.03, weightDecay: 1e-4 },
  },
});
