import { labelledOf } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import { drawOfClasses, groupByClass } from './draw-of-classes';

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
  const byClass = groupByClass(new Array(labels.length).keys(), labels, classes);
  return drawOfClasses(
    byClass,
    (images) => labelledOf(images, share),
    (label) => randomStream(seed, 'labels', label),
  );
}
