/**
 * The shape [n, D] of the embeddings of two views of n images each.
 * @throws if there are fewer than two images, or the numbers are not n rows of one length in both
 */
export function checkViews(first: Float32Array, second: Float32Array, images: number): [number, number] {
  const dimension = first.length / images;
  if (images < 2 || !Number.isInteger(dimension) || second.length !== first.length)
    throw new Error(
      `Expected two embeddings [n, D] of n >= 2 images but received ${first.length} and ${second.length} numbers for ${images} images`,
    );
  return [images, dimension];
}
