import { labelledOf } from '@amcl/experiment';
import { permutation, randomStream } from '@amcl/random';

/** Which labels are used. */
export interface LabelledChoice {
  /** Class of every image. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /** Of the images of each class, above 0 and at most 1. */
  readonly share: number;
  readonly seed: number;
}

/**
 * Which images keep their labels, in ascending order: of each class the same share, rounded, at least one image, drawn from
 * randomStream(seed, 'labels', class). A smaller share is a part of a larger one.
 */
export function chooseLabelled({ labels, classes, share, seed }: LabelledChoice): Uint32Array {
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  for (let image = 0; image < labels.length; image++) byClass[labels[image] ?? -1]?.push(image);
  const chosen = byClass.flatMap((images, label) => {
    const order = permutation(images.length, randomStream(seed, 'labels', label));
    return Array.from(order.subarray(0, labelledOf(images.length, share)), (place) => images[place] ?? 0);
  });
  return Uint32Array.from(chosen).sort();
}
