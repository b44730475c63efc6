import { UserError } from '@amcl/artifacts';
import type { LabelledSplit, Labels, SourceHead } from './data-set';

/** Number of images of each class. */
export function countPerClass(labels: Labels, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/**
 * @param perClass images that each class of a split should have
 * @throws UserError when a class has another number of them
 */
export function checkBalance(
  { name, classNames, labels }: Pick<SourceHead, 'name' | 'classNames' | 'labels'>,
  perClass: Readonly<Record<LabelledSplit, number>>,
): void {
  for (const split of ['train', 'test'] as const) {
    const found = countPerClass(labels[split], classNames.length);
    const wrong = found.findIndex((count) => count !== perClass[split]);
    if (found.length !== classNames.length || wrong !== -1)
      throw new UserError(
        `Expected ${perClass[split]} images of each class in the ${split} split of ${name} but the source has ${found[wrong] ?? 0} of ` +
          `class ${wrong} (${classNames[wrong] ?? 'unknown'}). It is not the data set: fetch it again.`,
      );
  }
}
