import { defineExperiment } from '@amcl/experiment';
import { blurKernel } from './blur-kernel';

/**
 * Makes a recipe for CIFAR one for STL-10: its images are pre-trained on at their 96 pixels with the stem of ImageNet, as solo-learn does
 * (`solo/methods/base.py`: only CIFAR has the small one). The 100,000 unlabelled images are twice those of CIFAR, and the epochs half: as many steps.
 */
export const stl10 = defineExperiment({
  dataset: { name: 'stl10' },
  augmentation: { randomResizedCrop: { size: 96 }, gaussianBlur: { kernelSize: blurKernel(96) } },
  pretrain: { encoder: { stem: 'imagenet' }, epochs: 400 },
});
