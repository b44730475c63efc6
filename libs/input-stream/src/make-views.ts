import { viewStream, type CompiledRecipe } from '@amcl/augmentation';

/** The two views of each image of a batch: floats [B, S, S, 3] each. */
export type ViewPair = readonly [Float32Array, Float32Array];

/** Views to make: those of the images at places `from` .. `to - 1` of a batch. */
export interface ViewTask {
  readonly epoch: number;
  /** Images of the whole batch, indices into the split. */
  readonly indices: Uint32Array;
  readonly from: number;
  readonly to: number;
}

/** Makes the views of a task from the split's bytes [n, H, W, 3] of `imageSize` each, into the batch's buffers. */
export function makeViews(
  recipe: CompiledRecipe,
  images: Uint8Array,
  imageSize: number,
  seed: number,
  { epoch, indices, from, to }: ViewTask,
  views: ViewPair,
): void {
  const viewSize = recipe.size * recipe.size * 3;
  for (let place = from; place < to; place++) {
    const index = indices[place] ?? 0;
    const image = images.subarray(index * imageSize, (index + 1) * imageSize);
    for (const [view, out] of views.entries()) {
      const parameters = recipe.sample(viewStream(seed, epoch, index, view));
      recipe.apply(image, parameters, out, place * viewSize);
    }
  }
}
