import { decodeRgbWithSharp, type RgbImage } from '@amcl/images';
import type { ImageShape } from '../data-set';

/**
 * Decodes an image file to its last byte, in libvips' threads, upright: what `@amcl/images` makes of it later, so that what is taken now can
 * be decoded then.
 * @param shape that it must have, if any
 * @throws Error, in words for whoever has the file, when it is empty, no image, truncated, damaged or of another shape
 */
export async function decodeImage(file: Uint8Array, shape: ImageShape | null = null): Promise<RgbImage> {
  if (file.length === 0) throw new Error('it is empty');
  const image = await decodeRgbWithSharp(file);
  if (shape !== null && (image.height !== shape[0] || image.width !== shape[1]))
    throw new Error(`expected ${shape[0]} x ${shape[1]} pixels but it has ${image.height} x ${image.width}`);
  return image;
}
