import type { Recipe } from '@amcl/augmentation';
import type { EncodedSplit } from '@amcl/data';
import { encodedEvalMaker } from './encoded-eval-maker';
import { encodedViewMaker } from './encoded-view-maker';
import { makersBy, type Makers } from './makers';

/** The makers of encoded images for one thread. */
export function encodedMakers(split: Pick<EncodedSplit, 'kind' | 'shards' | 'table'>, recipe: Recipe): Makers {
  return makersBy(
    () => encodedViewMaker(split, recipe),
    () => encodedEvalMaker(split, recipe),
  );
}
