import type { Recipe } from '@amcl/augmentation';

/** The crops and flips of a recipe, without what changes colours. */
export function cropsAndFlips(recipe: Recipe): Recipe {
  const never = { p: 0 };
  return {
    ...recipe,
    colorJitter: { ...recipe.colorJitter, ...never },
    randomGrayscale: never,
    gaussianBlur: { ...recipe.gaussianBlur, ...never },
  };
}
