import { compileCropped, sampleView, type Recipe, type ViewParameters } from '@amcl/augmentation';
import type { EncodedSplit } from '@amcl/data';
import { openSymmetricFilter } from '@amcl/images';
import { encodedImages } from './encoded-images';
import type { ViewMaker } from './view-maker';

const CHANNELS = 3;

/** Views of encoded images: each image is read once for all of its views, only their crops are decoded, and resized to the view. */
export function encodedViewMaker(split: Pick<EncodedSplit, 'shards' | 'table'>, recipe: Recipe): ViewMaker {
  const { size, apply, applyUint8 } = compileCropped(
    recipe,
    openSymmetricFilter(recipe.randomResizedCrop.size) ?? undefined,
  );
  const viewSize = size * size * CHANNELS;
  const { sizeOf, decode } = encodedImages(split);
  let cropped = new Uint8Array(0);
  const crops = async (index: number, parameters: readonly ViewParameters[]): Promise<void> => {
    if (cropped.length !== parameters.length * viewSize) cropped = new Uint8Array(parameters.length * viewSize);
    const wanted = parameters.map(({ crop, flip }) => ({ ...crop, mirrored: flip }));
    await decode(index, wanted, { height: size, width: size }, cropped);
  };
  const view = (place: number): Uint8Array => cropped.subarray(place * viewSize, (place + 1) * viewSize);
  return {
    size,
    sample: (index, random) => {
      const { height, width } = sizeOf(index);
      return sampleView(recipe, height, width, random);
    },
    make: async (index, parameters, outs, outOffset) => {
      await crops(index, parameters);
      for (const [place, one] of parameters.entries()) apply(view(place), one, outs[place]!, outOffset);
    },
    makeUint8: async (index, parameters, out, outOffset) => {
      await crops(index, parameters);
      for (const [place, one] of parameters.entries()) applyUint8(view(place), one, out, outOffset + place * viewSize);
    },
  };
}
