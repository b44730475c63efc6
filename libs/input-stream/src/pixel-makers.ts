import { compileRecipe, evalTransform, type Recipe } from '@amcl/augmentation';
import type { PixelSplit } from '@amcl/data';
import type { EvalMaker } from './eval-maker';
import { makersBy, type Makers } from './makers';
import type { ViewMaker } from './view-maker';

type Pixels = Pick<PixelSplit, 'images' | 'shape'>;

/** The makers of pixels for one thread. */
export function pixelMakers(split: Pixels, recipe: Recipe): Makers {
  return makersBy(
    () => pixelViewMaker(split, recipe),
    () => pixelEvalMaker(split, recipe),
  );
}

function pixelViewMaker(split: Pixels, recipe: Recipe): ViewMaker {
  const { size, sample, apply, applyUint8 } = compileRecipe(recipe, split.shape);
  const viewSize = size * size * 3;
  const imageOf = imagesOf(split);
  return {
    size,
    sample: (_index, random) => sample(random),
    make: (index, parameters, outs, outOffset) => {
      const image = imageOf(index);
      for (let view = 0; view < parameters.length; view++) apply(image, parameters[view]!, outs[view]!, outOffset);
    },
    makeUint8: (index, parameters, out, outOffset) => {
      const image = imageOf(index);
      for (let view = 0; view < parameters.length; view++)
        applyUint8(image, parameters[view]!, out, outOffset + view * viewSize);
    },
  };
}

/** Pixels are normalised and nothing else. */
function pixelEvalMaker(split: Pixels, recipe: Pick<Recipe, 'normalize'>): EvalMaker {
  const normalize = evalTransform(recipe.normalize);
  const imageOf = imagesOf(split);
  return { shape: split.shape, make: (index, out, outOffset) => normalize(imageOf(index), out, outOffset) };
}

function imagesOf({ images, shape }: Pixels): (index: number) => Uint8Array {
  const imageSize = shape[0] * shape[1] * shape[2];
  return (index) => images.subarray(index * imageSize, (index + 1) * imageSize);
}
