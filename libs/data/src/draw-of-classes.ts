import { permutation, type RandomStream } from '@amcl/random';

/** Images by their class. */
export function groupByClass(images: Iterable<number>, labels: ArrayLike<number>, classes: number): number[][] {
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  for (const image of images) byClass[labels[image] ?? -1]?.push(image);
  return byClass;
}

/**
 * Of each class as many of its images as are asked for, all in ascending order. A smaller count is a part of a larger one.
 * @param countOf images to take of a class that has `images`
 */
export function drawOfClasses(
  byClass: readonly (readonly number[])[],
  countOf: (images: number) => number,
  randomOf: (label: number) => RandomStream,
): Uint32Array {
  const drawn = byClass.flatMap((images, label) => {
    const order = permutation(images.length, randomOf(label));
    return Array.from(order.subarray(0, countOf(images.length)), (place) => images[place] ?? 0);
  });
  return Uint32Array.from(drawn).sort();
}
