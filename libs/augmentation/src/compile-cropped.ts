import { viewFinisher } from './finish-view';
import type { Recipe } from './recipe';
import type { ViewParameters } from './sample-view';
import type { SymmetricFilter } from './symmetric-filter';

/** A recipe made ready for views that are cropped, resized and flipped already, as a decoder of images gives them. One for each thread. */
export interface CroppedRecipe {
  /** Side of a view, pixels. */
  readonly size: number;
  /** Writes the finished view of RGB bytes [size, size, 3], normalised, to `out` from `outOffset`. Allocates nothing. */
  apply(this: void, cropped: Uint8Array, parameters: ViewParameters, out: Float32Array, outOffset: number): void;
  /** The same view before normalisation, rounded to bytes. */
  applyUint8(this: void, cropped: Uint8Array, parameters: ViewParameters, out: Uint8Array, outOffset: number): void;
}

/**
 * Prepares what a recipe does after crop and flip. What it gives is what torchvision makes of a PIL image, whose crop is rounded to bytes;
 * `compileRecipe` crops in floats, as of a tensor.
 * @param filter what blurs, of images as large as a view; `symmetricFilter` unless given
 * @throws RangeError as `compileRecipe`
 */
export function compileCropped(recipe: Recipe, filter?: SymmetricFilter): CroppedRecipe {
  const { view, finish, finishUint8 } = viewFinisher(recipe, filter);
  const begin = (cropped: Uint8Array): void => {
    for (let at = 0; at < view.length; at++) view[at] = cropped[at]! / 255;
  };
  return {
    size: recipe.randomResizedCrop.size,
    apply: (cropped, parameters, out, outOffset) => {
      begin(cropped);
      finish(parameters, out, outOffset);
    },
    applyUint8: (cropped, parameters, out, outOffset) => {
      begin(cropped);
      finishUint8(parameters, out, outOffset);
    },
  };
}
