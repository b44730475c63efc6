/** Height and width of an image, pixels, as a viewer shows it: after its EXIF orientation. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** A rectangle of an upright image, pixels, and whether its view is mirrored. */
export interface ViewCrop {
  readonly top: number;
  readonly left: number;
  /** 1 or more; `top + height` is at most the image's height. */
  readonly height: number;
  /** 1 or more; `left + width` is at most the image's width. */
  readonly width: number;
  /** Left to right, after the resize. Default: false. */
  readonly mirrored?: boolean;
}

/**
 * Views straight from an encoded image (JPEG, PNG, WebP, GIF: what sharp reads). What comes out are PIL's pixels: of
 * `ImageOps.exif_transpose(image).convert('RGB').crop(...).resize(size, BILINEAR)`, which is what torchvision's
 * `resized_crop` does to a PIL image. Gray becomes three equal channels, CMYK is converted by PIL's formula, and alpha is dropped.
 *
 * A decoder has memory of its own, so it belongs to one thread, and works on one image at a time: await it before the next call.
 */
export interface ImageDecoder {
  /** What decodes JPEGs: our addon, or sharp where it is not there. */
  readonly name: 'native' | 'sharp';

  /**
   * The size that crops are of. Only the header of a JPEG is read.
   * @throws UserError if this is no image
   */
  readSize(encoded: Uint8Array): Promise<ImageSize>;

  /**
   * Crops of one image, each resized. Ask for all views of an image at once: its bytes are decoded once for all of them, and
   * natively only as far as the crops need.
   *
   * @param encoded the whole file; it is not changed, and not kept
   * @param crops one or more
   * @param size of each view, pixels: 1 or more
   * @param out receives the views in the order of the crops, each RGB of [height, width, 3] bytes: its length is that of all of them
   * @throws UserError if the image is damaged or none, a crop is not within it, or `out` has another length; `out` is then undefined
   */
  decodeCrops(encoded: Uint8Array, crops: readonly ViewCrop[], size: ImageSize, out: Uint8Array): Promise<void>;
}
