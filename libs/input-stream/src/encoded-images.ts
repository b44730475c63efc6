import { UserError } from '@amcl/artifacts';
import { readEncoded, type EncodedSplit } from '@amcl/data';
import { openImageDecoder, sharpDecoder, type ImageDecoder, type ImageSize, type ViewCrop } from '@amcl/images';

/** The images of an encoded split, decoded one at a time. */
export interface EncodedImages {
  /** As a viewer shows the image. */
  sizeOf(this: void, index: number): ImageSize;
  /**
   * Crops of an image, each resized to `size`, into `out` one after the other, as RGB bytes.
   * @throws UserError naming the image when it cannot be decoded
   */
  decode(this: void, index: number, crops: readonly ViewCrop[], size: ImageSize, out: Uint8Array): Promise<void>;
}

/** @returns with a decoder of its own, which is opened when it is first needed: for one thread */
export function encodedImages(split: Pick<EncodedSplit, 'shards' | 'table'>): EncodedImages {
  const { table, shards } = split;
  let decoder: ImageDecoder | null = null;
  return {
    sizeOf: (index) => ({ height: table.height[index] ?? 0, width: table.width[index] ?? 0 }),
    decode: async (index, crops, size, out) => {
      decoder ??= openImageDecoder();
      const file = readEncoded(split, index);
      try {
        // Ingest took the image by sharp, which thus has the last word: a training must not end by what the native decoder alone refuses.
        await decoder.decodeCrops(file, crops, size, out).catch(() => sharpDecoder.decodeCrops(file, crops, size, out));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        const shard = shards[table.shard[index] ?? 0];
        throw new UserError(`Cannot decode image ${index} of a split, in ${shard}: ${message}`, { cause: error });
      }
    },
  };
}
