import { evalTransform, type Recipe } from '@amcl/augmentation';
import type { EncodedSplit, PixelSplit } from '@amcl/data';
import { encodedImages } from './encoded-images';
import type { ImageSplit } from './view-maker';

const CHANNELS = 3;
/** The field's standard: an image is resized to 256 where the network sees 224. */
const RESIZE = 256 / 224;

/** Makes of the images of a split what an encoder in eval mode sees: nothing random, normalised. One for each thread. */
export interface EvalMaker {
  /** [H, W, 3] of what it makes. */
  readonly shape: readonly [number, number, number];
  /** Writes an image to `out` from `outOffset`. Of pixels it is done when it returns. */
  make(this: void, index: number, out: Float32Array, outOffset: number): Promise<void> | void;
}

/** [H, W, 3] of an image as an encoder in eval mode sees it: pixels as they are, encoded images as large as the recipe's views. */
export function evalShape(
  split: Pick<PixelSplit, 'kind' | 'shape'> | Pick<EncodedSplit, 'kind'>,
  { randomResizedCrop: { size } }: Pick<Recipe, 'randomResizedCrop'>,
): EvalMaker['shape'] {
  return split.kind === 'pixels' ? split.shape : [size, size, CHANNELS];
}

/**
 * Pixels are normalised and nothing else. Of an encoded image the shorter side is resized to round(256 / 224 * size), and the centre of
 * `size` x `size` is taken, size being that of the recipe's views: torchvision's standard evaluation of ImageNet.
 */
export function evalMaker(split: ImageSplit, recipe: Recipe): EvalMaker {
  const shape = evalShape(split, recipe);
  const normalize = evalTransform(recipe.normalize);
  if (split.kind === 'pixels') {
    const imageSize = shape[0] * shape[1] * shape[2];
    const make: EvalMaker['make'] = (index, out, outOffset) =>
      normalize(split.images.subarray(index * imageSize, (index + 1) * imageSize), out, outOffset);
    return { shape, make };
  }
  const { size } = recipe.randomResizedCrop;
  const { sizeOf, decode } = encodedImages(split);
  return {
    shape,
    make: async (index, out, outOffset) => {
      const { height, width } = sizeOf(index);
      const resized = evalSize(height, width, size);
      const pixels = new Uint8Array(resized.height * resized.width * CHANNELS);
      await decode(index, [{ top: 0, left: 0, height, width }], resized, pixels);
      const top = roundHalfEven((resized.height - size) / 2);
      const left = roundHalfEven((resized.width - size) / 2);
      for (let y = 0; y < size; y++) {
        const from = ((top + y) * resized.width + left) * CHANNELS;
        normalize(pixels.subarray(from, from + size * CHANNELS), out, outOffset + y * size * CHANNELS);
      }
    },
  };
}

/** As torchvision's `Resize` with one number: the longer side is cut to a whole number. */
function evalSize(height: number, width: number, size: number): { height: number; width: number } {
  const short = Math.max(size, Math.round(size * RESIZE));
  return height <= width
    ? { height: short, width: Math.floor((short * width) / height) }
    : { height: Math.floor((short * height) / width), width: short };
}

/** Python's `round`, by which torchvision's `CenterCrop` places the crop. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
