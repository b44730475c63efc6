import { defineExperiment } from '@amcl/experiment';
import { blurKernel } from './blur-kernel';

/**
 * Makes a recipe for CIFAR one for Tiny-ImageNet, at its 64 pixels. A first convolution of 3x3 and stride 1 is W-MSE's choice, too (arXiv 2007.06346,
 * `model.py` of its code, which max-pools after it: ours does not, at four times the work of CIFAR a view). The 100,000 images are twice
 * those of CIFAR, and the epochs half: as many steps.
 */
export const tinyImagenet = defineExperiment({
  dataset: { name: 'tiny-imagenet' },
  augmentation: { randomResizedCrop: { size: 64 }, gaussianBlur: { kernelSize: blurKernel(64) } },
  pretrain: { epochs: 400 },
});
