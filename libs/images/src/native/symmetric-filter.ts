import { loadImagesAddon } from './images-addon';

/**
 * Filters a square RGB image [size, size, 3] in place, as `symmetricFilter` of `@amcl/augmentation` and to the same bits: two or more weights,
 * at most `size`, of a value and of both that lie at distance 1, 2, ... of it.
 */
export type NativeFilter = (pixels: Float64Array, weights: Float64Array) => void;

/**
 * @param size of the images
 * @param portable takes the kernels for any CPU, to test them; default: the best for this one
 * @returns null where the addon is not there: `libtensorflow:provide` makes it
 * @throws UserError where the addon cannot be loaded
 */
export function openSymmetricFilter(size: number, { portable = false } = {}): NativeFilter | null {
  const addon = loadImagesAddon();
  if (addon === null) return null;
  return (pixels, weights) => addon.filterSymmetric(pixels, size, weights, portable);
}
