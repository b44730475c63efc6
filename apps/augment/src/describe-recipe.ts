import type { Recipe } from '@amcl/augmentation';

/** An operation and all of its parameters: probabilities `p`, ranges as [from, to]. */
export interface DescribedOperation {
  readonly operation: string;
  readonly [parameter: string]: unknown;
}

/** What is done to an image, in order, with the ranges that are drawn from: the content of `recipe.json`. */
export function describeRecipe(recipe: Recipe): DescribedOperation[] {
  const { p, strength, brightness, contrast, saturation, hue } = recipe.colorJitter;
  const factor = (amount: number): [number, number] => [Math.max(0, 1 - amount * strength), 1 + amount * strength];
  return [
    {
      operation: 'randomResizedCrop',
      ...recipe.randomResizedCrop,
      interpolation: 'bilinear',
      antialias: true,
    },
    { operation: 'randomHorizontalFlip', ...recipe.randomHorizontalFlip },
    {
      operation: 'colorJitter',
      p,
      order: 'drawn',
      brightness: factor(brightness),
      contrast: factor(contrast),
      saturation: factor(saturation),
      hue: [-hue * strength, hue * strength],
    },
    { operation: 'randomGrayscale', ...recipe.randomGrayscale },
    { operation: 'gaussianBlur', ...recipe.gaussianBlur, padding: 'reflect' },
    { operation: 'normalize', ...recipe.normalize },
  ];
}
