import type { Recipe } from '@amcl/augmentation';
import { encodedMakers } from './encoded-makers';
import type { Makers } from './makers';
import { pixelMakers } from './pixel-makers';
import type { ImageSplit, ViewMaker } from './view-maker';

/** The makers of a split for one thread. */
export function makersOf(split: ImageSplit, recipe: Recipe): Makers {
  return split.kind === 'pixels' ? pixelMakers(split, recipe) : encodedMakers(split, recipe);
}

/** @throws RangeError when the recipe cannot be (`compileRecipe`) */
export function viewMaker(split: ImageSplit, recipe: Recipe): ViewMaker {
  return makersOf(split, recipe).views();
}
