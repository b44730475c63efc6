import { evalTransform, roundHalfEven, type Recipe } from '@amcl/augmentation';
import type { EncodedSplit } from '@amcl/data';
import { encodedImages } from './encoded-images';
import { evalShape, type EvalMaker } from './eval-maker';

const CHANNELS = 3;
/** The field's standard: an image is resized to 256 where the network sees 224. */
const RESIZE = 256 / 224;

/**
 * Of an encoded image the shorter side is resized to round(256 / 224 * size), and the centre of `size` x `size` is taken, size being that of
 * the recipe's views: torchvision's standard evaluation of ImageNet, `Resize` and `CenterCrop` of a PIL image.
 */
export function encodedEvalMaker(
  split: Pick<EncodedSplit, 'kind' | 'shards' | 'table'>,
  recipe: Pick<Recipe, 'normalize' | 'randomResizedCrop'>,
): EvalMaker {
  const { size } = recipe.randomResizedCrop;
  const normalize = evalTransform(recipe.normalize);
  const { sizeOf, decode } = encodedImages(split);
  return {
    shape: evalShape(recipe),
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
