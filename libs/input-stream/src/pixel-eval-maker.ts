import { evalTransform, normalize, resizedCrop, roundHalfEven, type Recipe } from '@amcl/augmentation';
import { evalShape, type EvalMaker } from './eval-maker';
import { imagesOf, type Pixels } from './pixels';

/**
 * Pixels as large as the recipe's views are normalised and nothing else. Of others the largest centred square is resized to
 * `size` x `size`, bilinear with antialias: torchvision's `CenterCrop` and `Resize` of a tensor.
 */
export function pixelEvalMaker(split: Pixels, recipe: Pick<Recipe, 'normalize' | 'randomResizedCrop'>): EvalMaker {
  const [height, width] = split.shape;
  const shape = evalShape(recipe);
  const imageOf = imagesOf(split);
  if (height === shape[0] && width === shape[1]) {
    const transform = evalTransform(recipe.normalize);
    return { shape, make: (index, out, outOffset) => transform(imageOf(index), out, outOffset) };
  }
  const side = Math.min(height, width);
  const centre = {
    top: roundHalfEven((height - side) / 2),
    left: roundHalfEven((width - side) / 2),
    height: side,
    width: side,
  };
  const resize = resizedCrop(height, width, shape[0]);
  const resized = new Float64Array(shape[0] * shape[1] * shape[2]);
  return {
    shape,
    make: (index, out, outOffset) => {
      resize(imageOf(index), centre, resized);
      normalize(resized, recipe.normalize, out, outOffset);
    },
  };
}
