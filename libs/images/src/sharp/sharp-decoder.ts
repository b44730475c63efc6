import { expectCrops } from '../expect-crops';
import type { ImageDecoder } from '../image-decoder';
import { readJpegSize, uprightSize } from '../jpeg-size';
import { decodeRgbWithSharp, readSizeWithSharp } from './decode-rgb';
import { resizeCrop } from './resize-crop';

/** Decodes the whole image with sharp, and resizes the crops in JavaScript: any format, and needs no addon. */
export const sharpDecoder: ImageDecoder = {
  name: 'sharp',
  async readSize(encoded) {
    const jpeg = readJpegSize(encoded);
    return jpeg === null ? readSizeWithSharp(encoded) : uprightSize(jpeg);
  },
  async decodeCrops(encoded, crops, size, out) {
    const image = await decodeRgbWithSharp(encoded);
    expectCrops(crops, image, size, out);
    const length = size.height * size.width * 3;
    for (const [index, crop] of crops.entries())
      resizeCrop(image.pixels, image.width, crop, size, out.subarray(index * length, (index + 1) * length));
  },
};
