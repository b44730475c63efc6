import { UserError } from '@amcl/artifacts';
import { permutation, randomStream } from '@amcl/random';
import { SPLIT_NAMES, type SplitName } from './data-set';

/** What is taken of a split. */
export interface Choice {
  readonly split: SplitName;
  /** Class of every image of the split. */
  readonly labels: Uint8Array;
  readonly classes: number;
  /** Images to take in all: a multiple of `classes`; `null` takes every one. */
  readonly limit: number | null;
  readonly seed: number;
}

/**
 * Which images of a split are taken, in ascending order: equally many of each class, drawn from
 * randomStream(seed, 'limit', split, class). A smaller limit takes a subset of what a larger one takes.
 * @throws UserError when the limit is not a multiple of the number of classes, or a class has too few images
 */
export function chooseImages({ split, labels, classes, limit, seed }: Choice): Uint32Array {
  if (limit === null) return Uint32Array.from(labels.keys());
  const byClass: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, index) => byClass[label]?.push(index));
  const most = Math.min(...byClass.map((indices) => indices.length)) * classes;
  if (!Number.isInteger(limit) || limit <= 0 || limit > most || limit % classes !== 0)
    throw new UserError(
      `Expected a multiple of ${classes} (equally many images of each class) from ${classes} to ${most} for dataset.limit.${split} ` +
        `but received ${limit}.`,
    );
  const chosen = byClass.flatMap((indices, label) => {
    const order = permutation(indices.length, randomStream(seed, 'limit', SPLIT_NAMES.indexOf(split), label));
    return Array.from(order.subarray(0, limit / classes), (place) => indices[place] ?? 0);
  });
  return Uint32Array.from(chosen).sort();
}
