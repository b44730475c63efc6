import type { Recipe } from '@amcl/augmentation';

/** The random operations of a recipe, in the order in which they are applied. Normalising always follows. */
export const OPERATIONS = [
  'randomResizedCrop',
  'randomHorizontalFlip',
  'colorJitter',
  'randomGrayscale',
  'gaussianBlur',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

const TITLES: Readonly<Record<OperationName, string>> = {
  randomResizedCrop: 'Random resized crop',
  randomHorizontalFlip: 'Horizontal flip',
  colorJitter: 'Colour jitter',
  randomGrayscale: 'Grayscale',
  gaussianBlur: 'Gaussian blur',
};

/** Share of the views to which an operation is applied, 0..1. */
export function probability(recipe: Recipe, operation: OperationName): number {
  return operation === 'randomResizedCrop' ? 1 : recipe[operation].p;
}

/** What a sheet of this operation alone is called. */
export function titleOf(recipe: Recipe, operation: OperationName): string {
  const p = probability(recipe, operation);
  return p === 1 ? TITLES[operation] : `${TITLES[operation]} (p = ${p}, here always)`;
}

/**
 * A recipe of these operations alone, each applied to every view. Without the crop the whole image of `aspect` (width over
 * height) is resized.
 */
export function only(recipe: Recipe, operations: readonly OperationName[], aspect: number): Recipe {
  const p = (operation: OperationName): number => (operations.includes(operation) ? 1 : 0);
  const { size } = recipe.randomResizedCrop;
  return {
    randomResizedCrop:
      p('randomResizedCrop') === 1 ? recipe.randomResizedCrop : { size, scale: [1, 1], ratio: [aspect, aspect] },
    randomHorizontalFlip: { p: p('randomHorizontalFlip') },
    colorJitter: { ...recipe.colorJitter, p: p('colorJitter') },
    randomGrayscale: { p: p('randomGrayscale') },
    gaussianBlur: { ...recipe.gaussianBlur, p: p('gaussianBlur') },
    normalize: recipe.normalize,
  };
}
