import type { ImageDecoder } from './image-decoder';
import { openJpegDecoder } from './native/jpeg-decoder';
import { sharpDecoder } from './sharp/sharp-decoder';

/**
 * The best decoder of this machine: natively, what our addon decodes; with sharp, everything else (progressive JPEGs, PNG, WebP, GIF, ...),
 * and all of it where the addon is not there. Which of the two decodes an image does not change a pixel of it (test: within 1 level).
 * @throws UserError where the addon is there and cannot be loaded
 */
export function openImageDecoder(): ImageDecoder {
  const native = openJpegDecoder();
  if (native === null) return sharpDecoder;
  return {
    name: 'native',
    readSize: (encoded) => sharpDecoder.readSize(encoded),
    async decodeCrops(encoded, crops, size, out) {
      if (!native.decodeCrops(encoded, crops, size, out)) await sharpDecoder.decodeCrops(encoded, crops, size, out);
    },
  };
}
