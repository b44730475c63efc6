import { compileRecipe, type Recipe } from '@amcl/augmentation';
import type { Split } from '@amcl/data';
import type { EvalBatch } from '@amcl/input-stream';
import type { RandomStream } from '@amcl/random';

/** One view of each of the given images, normalised, in batches: what `evalBatches` is for whole images. */
export function* viewBatches(
  split: Split,
  images: ArrayLike<number>,
  recipe: Recipe,
  batchSize: number,
  randomOf: (image: number) => RandomStream,
): Generator<EvalBatch, void, undefined> {
  const { size, sample, apply } = compileRecipe(recipe, [...split.shape]);
  const viewSize = size * size * 3;
  const imageSize = split.shape[0] * split.shape[1] * split.shape[2];
  const buffer = new Float32Array(Math.min(batchSize, images.length) * viewSize);
  for (let start = 0; start < images.length; start += batchSize) {
    const count = Math.min(batchSize, images.length - start);
    const labels = new Int32Array(count);
    for (let place = 0; place < count; place++) {
      const image = images[start + place] ?? 0;
      labels[place] = split.labels[image] ?? 0;
      const pixels = split.images.subarray(image * imageSize, (image + 1) * imageSize);
      apply(pixels, sample(randomOf(image)), buffer, place * viewSize);
    }
    yield { start, count, images: buffer.subarray(0, count * viewSize), labels };
  }
}

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
