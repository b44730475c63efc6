import { compileRecipe, type Recipe, type ViewParameters } from '@amcl/augmentation';
import type { EncodedSplit, PixelSplit } from '@amcl/data';
import type { RandomStream } from '@amcl/random';
import { encodedViewMaker } from './encoded-view-maker';

/** What views are made of: a split without its labels. */
export type ImageSplit = Pick<PixelSplit, 'kind' | 'images' | 'shape'> | Pick<EncodedSplit, 'kind' | 'shards' | 'table'>;

/**
 * Makes views of the images of a split, whatever they are kept as. It owns scratch memory: one for each thread, and what it makes is awaited
 * before the next is asked for.
 */
export interface ViewMaker {
  /** Side of a view, pixels; a view has size * size * 3 numbers. */
  readonly size: number;
  /** Draws the parameters of a view of an image: always 34 numbers (`sampleView` documents their order). */
  sample(this: void, index: number, random: RandomStream): ViewParameters;
  /**
   * Writes a view of an image for each of `parameters`, normalised [size, size, 3], to the array of the same place in `outs`, from
   * `outOffset`. Of pixels it is done when it returns.
   */
  make(
    this: void,
    index: number,
    parameters: readonly ViewParameters[],
    outs: readonly Float32Array[],
    outOffset: number,
  ): Promise<void> | void;
  /** The same views before normalisation, rounded to bytes, one after the other. */
  makeUint8(
    this: void,
    index: number,
    parameters: readonly ViewParameters[],
    out: Uint8Array,
    outOffset: number,
  ): Promise<void> | void;
}

/** @throws RangeError when the recipe cannot be (`compileRecipe`) */
export function viewMaker(split: ImageSplit, recipe: Recipe): ViewMaker {
  return split.kind === 'pixels' ? pixelViewMaker(split, recipe) : encodedViewMaker(split, recipe);
}

function pixelViewMaker({ images, shape }: Pick<PixelSplit, 'images' | 'shape'>, recipe: Recipe): ViewMaker {
  const { size, sample, apply, applyUint8 } = compileRecipe(recipe, shape);
  const imageSize = shape[0] * shape[1] * shape[2];
  const viewSize = size * size * 3;
  const imageOf = (index: number): Uint8Array => images.subarray(index * imageSize, (index + 1) * imageSize);
  return {
    size,
    sample: (_index, random) => sample(random),
    make: (index, parameters, outs, outOffset) => {
      const image = imageOf(index);
      for (let view = 0; view < parameters.length; view++) apply(image, parameters[view]!, outs[view]!, outOffset);
    },
    makeUint8: (index, parameters, out, outOffset) => {
      const image = imageOf(index);
      for (let view = 0; view < parameters.length; view++)
        applyUint8(image, parameters[view]!, out, outOffset + view * viewSize);
    },
  };
}
