import { UserError } from '@amcl/artifacts';
import { SPLIT_NAMES, type DataSet, type DataSource } from './data-set';

/** Number of images of each class. */
export function countPerClass(labels: Uint8Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** @throws UserError when a split has not as many images of each class as the data set should have */
export function checkLabels({ name, counts, classNames }: DataSet, { labels }: DataSource): void {
  for (const split of SPLIT_NAMES) {
    const expected = counts[split] / classNames.length;
    const found = countPerClass(labels[split], classNames.length);
    const wrong = found.findIndex((count) => count !== expected);
    if (found.length !== classNames.length || wrong !== -1)
      throw new UserError(
        `Expected ${expected} images of each class in the ${split} split of ${name} but the source has ${found[wrong] ?? 0} of ` +
          `class ${wrong} (${classNames[wrong] ?? 'unknown'}). It is not the data set: fetch it again.`,
      );
  }
}
