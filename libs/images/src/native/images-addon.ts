import { createRequire } from 'node:module';
import { UserError } from '@amcl/artifacts';
import { locateImagesAddon } from './place-addon';

/** What the addon `native/images` of tools/libtensorflow exports. It may be loaded by any number of workers. */
export interface ImagesAddon {
  /**
   * Views of a JPEG of 8 bits in Huffman codes.
   *
   * @param crops five numbers each: top, left, height and width in the upright image, and 1 to mirror it
   * @param orientation of EXIF
   * @param height of a view; width: the same
   * @param out the views, RGB
   * @param portable takes the kernels for any CPU, where there are some for this one
   * @returns whether it is decoded: false for a JPEG of another kind
   * @throws Error of what is damaged in it
   */
  decodeCrops(
    jpeg: Uint8Array,
    crops: Int32Array,
    orientation: number,
    height: number,
    width: number,
    out: Uint8Array,
    portable: boolean,
  ): boolean;

  /**
   * Filters an image in place, down and across.
   *
   * @param pixels [size, size, 3]
   * @param weights at most `size`, of distance 0, 1, ...
   * @param portable as above
   */
  filterSymmetric(pixels: Float64Array, size: number, weights: Float64Array, portable: boolean): void;
}

/** Loads the addon; null where it has not been made. @throws UserError where it cannot be loaded */
export function loadImagesAddon(): ImagesAddon | null {
  const path = locateImagesAddon();
  if (path === null) return null;
  try {
    return createRequire(path)(path) as ImagesAddon;
  } catch (error) {
    throw new UserError(
      `Could not load the image decoder: ${error instanceof Error ? error.message : String(error)}. ` +
        `Remove ${path}, then run: npx nx run libtensorflow:provide`,
      { cause: error },
    );
  }
}
