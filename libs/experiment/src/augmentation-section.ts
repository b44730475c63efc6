import type { z } from 'zod';
import { augmentationSets, probabilityIn } from './augmentation-sets';
import { choice, perChannel, range, real, section, whole } from './fields';

/** Left out, it is that of the set. */
const probability = () => real({ min: 0, max: 1 }).optional();

/**
 * The views of an image, in this order: crop, flip, colour jitter (its four in a drawn order), grayscale, blur, normalise.
 * Parameters and defaults are those of torchvision's transforms as lightly's SimCLRTransform sets them for CIFAR.
 */
const fields = section({
  /**
   * Which operations there are, unless their `p` says otherwise: `default` all of them; `color` crop, colour jitter and grayscale; `a` the
   * crop alone, `ab` with blur, `abc` with grayscale, `abcd` with colour jitter, `abcde` with flip.
   */
  set: choice(augmentationSets).default('default'),
  randomResizedCrop: section({
    /**
     * Side of a view, pixels, and of what evaluation sees: the centre of the image, resized; where images are kept as files (folders, ImageNet) of the
     * image resized to 256 / 224 of it.
     */
    size: whole({ min: 1, max: 1024 }).default(32),
    /** Share of the image's area that is cropped. */
    scale: range({ above: 0, max: 1 }).default([0.08, 1]),
    /** Width over height of the crop. */
    ratio: range({ above: 0 }).default([3 / 4, 4 / 3]),
  }).prefault({}),
  randomHorizontalFlip: section({ p: probability() }).prefault({}),
  /** The amounts are each multiplied by `strength`. */
  colorJitter: section({
    p: probability(),
    strength: real({ min: 0 }).default(0.5),
    brightness: real({ min: 0 }).default(0.8),
    contrast: real({ min: 0 }).default(0.8),
    saturation: real({ min: 0 }).default(0.8),
    /** Turns of the colour circle; times `strength` at most 0.5. */
    hue: real({ min: 0 }).default(0.2),
  }).prefault({}),
  randomGrayscale: section({ p: probability() }).prefault({}),
  gaussianBlur: section({
    p: probability(),
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

/** Section `augmentation`, the probabilities that are left out filled in by the set. */
export const augmentationSchema = fields.transform(({ set, ...section }) => {
  const { randomHorizontalFlip, colorJitter, randomGrayscale, gaussianBlur } = section;
  return {
    set,
    ...section,
    randomHorizontalFlip: { p: randomHorizontalFlip.p ?? probabilityIn(set, 'randomHorizontalFlip') },
    colorJitter: { ...colorJitter, p: colorJitter.p ?? probabilityIn(set, 'colorJitter') },
    randomGrayscale: { p: randomGrayscale.p ?? probabilityIn(set, 'randomGrayscale') },
    gaussianBlur: { ...gaussianBlur, p: gaussianBlur.p ?? probabilityIn(set, 'gaussianBlur') },
  };
});

export type AugmentationSection = z.output<typeof augmentationSchema>;
