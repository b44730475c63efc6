import { UserError } from '@amcl/artifacts';
import { resizedCrop } from '@amcl/augmentation';
import type { ImageDecoder } from '@amcl/images';

const CHANNELS = 3;

/** Decodes whole images by sharp, and crops and resizes as the augmentations do. */
export async function openDecoder(): Promise<ImageDecoder> {
  const { default: sharp } = await import('sharp'); // a training on pixels has nothing to decode
  return {
    name: 'sharp',
    readSize: async (encoded) => {
      const { autoOrient } = await sharp(encoded).metadata();
      return autoOrient;
    },
    decodeCrops: async (encoded, crops, size, out) => {
      const { data, info } = await sharp(encoded, { failOn: 'error' })
        .autoOrient()
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      if (size.height !== size.width) {
        const resized = await sharp(data, { raw: { ...info, channels: CHANNELS } })
          .resize(size.width, size.height, { fit: 'fill', kernel: 'linear' })
          .raw()
          .toBuffer();
        out.set(resized);
        return;
      }
      const length = size.height * size.width * CHANNELS;
      if (out.length !== crops.length * length) throw new UserError(`Expected ${crops.length * length} bytes`);
      const crop = resizedCrop(info.height, info.width, size.height);
      const view = new Float64Array(length);
      for (const [place, wanted] of crops.entries()) {
        crop(data, wanted, view, wanted.mirrored);
        for (let at = 0; at < length; at++) out[place * length + at] = view[at]! * 255 + 0.5;
      }
    },
  };
}
