import type { Recipe } from '@amcl/augmentation';

const CHANNELS = 3;

/** Makes of the images of a split what an encoder in eval mode sees: nothing random, normalised. One for each thread. */
export interface EvalMaker {
  /** [H, W, 3] of what it makes. */
  readonly shape: readonly [number, number, number];
  /** Writes an image to `out` from `outOffset`. Of pixels it is done when it returns. */
  make(this: void, index: number, out: Float32Array, outOffset: number): Promise<void> | void;
}

/** [H, W, 3] of an image as an encoder in eval mode sees it: as large as the recipe's views. */
export function evalShape({ randomResizedCrop: { size } }: Pick<Recipe, 'randomResizedCrop'>): EvalMaker['shape'] {
  return [size, size, CHANNELS];
}
