import { UserError } from '@amcl/artifacts';
import type { RandomStream } from '@amcl/random';
import type { Labels } from './data-set';
import { drawOfClasses, groupByClass } from './draw-of-classes';

/** What is taken of some images. */
export interface Choice {
  /** Indices of the images to choose from, ascending. */
  readonly from: Uint32Array;
  /** Class by index. */
  readonly labels: Labels;
  readonly classes: number;
  /** Images to take in all: a multiple of `classes`. */
  readonly count: number;
  /** The field of the experiment that asks for them, for the error. */
  readonly field: string;
  randomOf(this: void, label: number): RandomStream;
}

/**
 * Some of the images, in ascending order: equally many of each class. A smaller count takes a subset of what a larger one takes.
 * @throws UserError when the count is not a multiple of the number of classes, or a class has too few images
 */
export function chooseImages({ from, labels, classes, count, field, randomOf }: Choice): Uint32Array {
  const byClass = groupByClass(from, labels, classes);
  const most = Math.min(...byClass.map((indices) => indices.length)) * classes;
  if (!Number.isInteger(count) || count <= 0 || count > most || count % classes !== 0)
    throw new UserError(
      `Expected a multiple of ${classes} (equally many images of each class) from ${classes} to ${most} for ${field} ` +
        `but received ${count}.`,
    );
  return drawOfClasses(byClass, () => count / classes, randomOf);
}
