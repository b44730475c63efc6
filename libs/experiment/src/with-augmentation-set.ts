import { probabilityIn, type AugmentationSet, type Operation } from './augmentation-sets';

/**
 * A recipe with the operations of a set: those that it has keep their probability, those that it lacks take SimCLR's, and those that are
 * not in the set are off. All else (size and scale of the crop, strength of the jitter, ...) stays.
 */
export function withAugmentationSet<Recipe extends Readonly<Record<Operation, { readonly p: number }>>>(
  recipe: Recipe,
  set: AugmentationSet,
): Recipe {
  const probability = (operation: Operation): number => {
    const usual = probabilityIn(set, operation);
    return usual > 0 && recipe[operation].p > 0 ? recipe[operation].p : usual;
  };
  const operation = <Name extends Operation>(name: Name) => ({ ...recipe[name], p: probability(name) });
  return {
    ...recipe,
    randomHorizontalFlip: operation('randomHorizontalFlip'),
    colorJitter: operation('colorJitter'),
    randomGrayscale: operation('randomGrayscale'),
    gaussianBlur: operation('gaussianBlur'),
  };
}
