import type { RandomStream } from '@amcl/random';
import { viewFinisher } from './finish-view';
import type { Recipe } from './recipe';
import { resizedCrop } from './resized-crop';
import { sampleView, type ViewParameters } from './sample-view';

const CHANNELS = 3;

/** A recipe made ready for images of one shape. It owns scratch memory: one for each thread. */
export interface CompiledRecipe {
  /** Side of a view, pixels; a view has size * size * 3 numbers. */
  readonly size: number;
  /** Draws a view's parameters: always 34 numbers (`sampleView` documents their order). */
  sample(this: void, random: RandomStream): ViewParameters;
  /** Writes the normalised view [size, size, 3] of an image [H, W, 3] to `out` from `outOffset`. Allocates nothing. */
  apply(this: void, image: Uint8Array, parameters: ViewParameters, out: Float32Array, outOffset: number): void;
  /** The same view before normalisation, rounded to bytes. */
  applyUint8(this: void, image: Uint8Array, parameters: ViewParameters, out: Uint8Array, outOffset: number): void;
}

/**
 * Prepares a recipe for images of `shape` [height, width, 3].
 * @throws RangeError when the shape is not RGB, the hue turns by more than 0.5, or the blur is wider than a view allows
 */
export function compileRecipe(recipe: Recipe, shape: readonly [number, number, number]): CompiledRecipe {
  const [height, width, channels] = shape;
  if (channels !== CHANNELS)
    throw new RangeError(
      `Expected images of [height, width, 3] for shape but received [${height}, ${width}, ${channels}]`,
    );
  const { size } = recipe.randomResizedCrop;
  const crop = resizedCrop(height, width, size);
  const { view, finish, finishUint8 } = viewFinisher(recipe);
  return {
    size,
    sample: (random) => sampleView(recipe, height, width, random),
    apply: (image, parameters, out, outOffset) => {
      crop(image, parameters.crop, view, parameters.flip);
      finish(parameters, out, outOffset);
    },
    applyUint8: (image, parameters, out, outOffset) => {
      crop(image, parameters.crop, view, parameters.flip);
      finishUint8(parameters, out, outOffset);
    },
  };
}
