import type { z } from 'zod';
import { perChannel, range, real, section, whole } from './fields';

const probability = () => real({ min: 0, max: 1 });

/**
 * The views of an image, in this order: crop, flip, colour jitter (its four in a drawn order), grayscale, blur, normalise.
 * Parameters and defaults are those of torchvision's transforms as lightly's SimCLRTransform sets them for CIFAR.
 */
export const augmentationSchema = section({
  randomResizedCrop: section({
    /** Side of a view, pixels. */
    size: whole({ min: 1, max: 1024 }).default(32),
    /** Share of the image's area that is cropped. */
    scale: range({ above: 0, max: 1 }).default([0.08, 1]),
    /** Width over height of the crop. */
    ratio: range({ above: 0 }).default([3 / 4, 4 / 3]),
  }).prefault({}),
  randomHorizontalFlip: section({ p: probability().default(0.5) }).prefault({}),
  /** The amounts are each multiplied by `strength`. */
  colorJitter: section({
    p: probability().default(0.8),
    strength: real({ min: 0 }).default(0.5),
    brightness: real({ min: 0 }).default(0.8),
    contrast: real({ min: 0 }).default(0.8),
    saturation: real({ min: 0 }).default(0.8),
    /** Turns of the colour circle; times `strength` at most 0.5. */
    hue: real({ min: 0 }).default(0.2),
  }).prefault({}),
  randomGrayscale: section({ p: probability().default(0.2) }).prefault({}),
  gaussianBlur: section({
    p: probability().default(0.5),
    /** Pixels, odd. */
    kernelSize: whole({ min: 1 })
      .refine((size) => size % 2 === 1, { error: 'an odd whole number of at least 1' })
      .default(3),
    /** Standard deviation, pixels. */
    sigma: range({ above: 0 }).default([0.1, 2]),
  }).prefault({}),
  /** (x / 255 - mean) / std; the default is that of ImageNet. */
  normalize: section({
    mean: perChannel({ min: 0, max: 1 }).default([0.485, 0.456, 0.406]),
    std: perChannel({ above: 0 }).default([0.229, 0.224, 0.225]),
  }).prefault({}),
  /** Epochs of views that stage augment stores beforehand; 0 makes all of them while training. */
  materialize: whole({ min: 0 }).default(0),
  /** The sheets of the report: rows of images, columns of views. */
  contactSheet: section({
    images: whole({ min: 1, max: 64 }).default(8),
    views: whole({ min: 1, max: 64 }).default(8),
  }).prefault({}),
});

export type AugmentationSection = z.output<typeof augmentationSchema>;
