import type { ImageShape } from '../data-set';

const CHANNELS = 3;

/** A decoded image: upright (EXIF orientation applied), RGB. */
export interface DecodedImage {
  /** [height, width, 3] */
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
}

/**
 * Decodes an image file to its last byte, in libvips' threads: gray, CMYK and 16 bits become RGB of 8 bits, alpha is dropped, and of an
 * animation the first frame is taken.
 * @param shape that it must have, if any
 * @throws Error, in words for whoever has the file, when it is empty, no image, truncated or damaged
 */
export async function decodeImage(file: Uint8Array, shape: ImageShape | null = null): Promise<DecodedImage> {
  if (file.length === 0) throw new Error('it is empty');
  const { default: sharp } = await import('sharp');
  // `error`, not `warning`: stray bytes before a marker, which some files of ImageNet have, harm no pixel.
  const decoded = await sharp(file, { failOn: 'error' })
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { height, width, channels } = decoded.info;
  if (shape !== null && (height !== shape[0] || width !== shape[1]))
    throw new Error(`expected ${shape[0]} x ${shape[1]} pixels but it has ${height} x ${width}`);
  if (channels !== CHANNELS) throw new Error(`expected 3 channels of colour but it has ${channels}`);
  return { pixels: decoded.data, height, width };
}
