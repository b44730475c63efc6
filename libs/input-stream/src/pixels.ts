import type { PixelSplit } from '@amcl/data';

/** What is needed of a split of pixels to make views of it. */
export type Pixels = Pick<PixelSplit, 'images' | 'shape'>;

/** A view [H, W, C] of the pixels of an image, by its index. */
export function imagesOf({ images, shape }: Pixels): (index: number) => Uint8Array {
  const imageSize = shape[0] * shape[1] * shape[2];
  return (index) => images.subarray(index * imageSize, (index + 1) * imageSize);
}
