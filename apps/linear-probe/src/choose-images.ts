import { permutation, randomStream } from '@amcl/random';

/** Some images of a split of `count`, drawn by the seed; of two numbers of images for one purpose the larger has those of the smaller. */
export function chooseImages(count: number, images: number, seed: number, purpose: string): Uint32Array {
  return permutation(count, randomStream(seed, `${purpose}/images`)).slice(0, images);
}
