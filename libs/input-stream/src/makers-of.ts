import type { Recipe } from '@amcl/augmentation';
import { evalMaker, type EvalMaker } from './eval-maker';
import type { Makers } from './make-views';
import { viewMaker, type ImageSplit, type ViewMaker } from './view-maker';

/** The makers of a split for one thread. */
export function makersOf(split: ImageSplit, recipe: Recipe): Makers {
  let views: ViewMaker | undefined;
  let evals: EvalMaker | undefined;
  return {
    views: () => (views ??= viewMaker(split, recipe)),
    evals: () => (evals ??= evalMaker(split, recipe)),
  };
}
