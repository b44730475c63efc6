import type { Recipe } from '@amcl/augmentation';
import type { Makers } from './makers';
import * as makers from './makers-by-kind';
import type { ImageSplit, ViewMaker } from './view-maker';

/** The makers of a split for one thread. */
export function makersOf(split: ImageSplit, recipe: Recipe): Makers {
  return split.kind === 'pixels' ? makers.pixels(split, recipe) : makers.encoded(split, recipe);
}

/** @throws RangeError when the recipe cannot be (`compileRecipe`) */
export function viewMaker(split: ImageSplit, recipe: Recipe): ViewMaker {
  return makersOf(split, recipe).views();
}
