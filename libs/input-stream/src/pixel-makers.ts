import { compileRecipe, type Recipe } from '@amcl/augmentation';
import { makersBy, type Makers } from './makers';
import { imagesOf, type Pixels } from './pixels';
import { pixelEvalMaker } from './pixel-eval-maker';
import type { ViewMaker } from './view-maker';

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
