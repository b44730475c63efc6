import type { ViewParameters } from '@amcl/augmentation';
import type { EncodedSplit, PixelSplit } from '@amcl/data';
import type { RandomStream } from '@amcl/random';

/** What views are made of: a split without its labels. */
export type ImageSplit =
  Pick<PixelSplit, 'kind' | 'images' | 'shape'> | Pick<EncodedSplit, 'kind' | 'shards' | 'table'>;

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
