import { UserError } from '@amcl/artifacts';
import { expectCrops } from '../expect-crops';
import type { ImageSize, ViewCrop } from '../image-decoder';
import { readJpegSize, uprightSize } from '../jpeg-size';
import { loadImagesAddon } from './images-addon';

/** Decodes baseline JPEGs natively, in the calling thread. */
export interface JpegDecoder {
  /**
   * As `ImageDecoder.decodeCrops`, at once.
   * @returns whether it is decoded: false where this is no JPEG, or one of another kind (progressive, arithmetic, 12 bits, a scan for each
   * component, without its tables), with `out` undefined
   */
  decodeCrops(jpeg: Uint8Array, crops: readonly ViewCrop[], size: ImageSize, out: Uint8Array): boolean;
  /** One crop. */
  decodeCrop(jpeg: Uint8Array, crop: ViewCrop, size: ImageSize, out: Uint8Array): boolean;
}

/**
 * @param portable takes the kernels for any CPU, to test them; default: the best for this one
 * @returns null where the addon is not there: `libtensorflow:provide` makes it
 * @throws UserError where the addon cannot be loaded
 */
export function openJpegDecoder({ portable = false } = {}): JpegDecoder | null {
  const addon = loadImagesAddon();
  if (addon === null) return null;
  const decodeCrops: JpegDecoder['decodeCrops'] = (jpeg, crops, size, out) => {
    const stored = readJpegSize(jpeg);
    if (stored === null) return false;
    expectCrops(crops, uprightSize(stored), size, out);
    const numbers = Int32Array.from(
      crops.flatMap(({ top, left, height, width, mirrored = false }) => [top, left, height, width, mirrored ? 1 : 0]),
    );
    try {
      return addon.decodeCrops(jpeg, numbers, stored.orientation, size.height, size.width, out, portable);
    } catch (error) {
      throw new UserError(`The JPEG is damaged: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  };
  return { decodeCrops, decodeCrop: (jpeg, crop, size, out) => decodeCrops(jpeg, [crop], size, out) };
}
