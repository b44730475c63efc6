import { rankClasses } from './rank-classes';

/** How often a classifier is right. Accuracies in percent. */
export interface ClassificationReport {
  /** The class of the highest score is the right one. */
  readonly top1: number;
  /** The right class is among the five highest scores. */
  readonly top5: number;
  /** Of each class, the share of its images that are given to it; 0 for a class without images. */
  readonly perClass: number[];
  /** Counts, [true class][predicted class]. */
  readonly confusion: number[][];
}

/**
 * Compares scores with the right classes.
 * @param scores [n, classes], row-major: logits or votes
 * @param labels [n], 0 .. classes - 1
 * @throws if a score is not a number, or the lengths do not fit
 */
export function classificationReport(
  scores: Float32Array | Float64Array,
  labels: Int32Array,
  classes: number,
): ClassificationReport {
  const count = labels.length;
  if (count === 0 || scores.length !== count * classes)
    throw new Error(
      `Expected n x ${classes} scores for n labels but received ${scores.length} scores and ${count} labels`,
    );
  if (scores.some(Number.isNaN))
    throw new Error('Expected numbers for scores but received NaN: the classifier has diverged');
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let amongFive = 0;
  labels.forEach((label, image) => {
    const ranked = rankClasses(scores.subarray(image * classes, (image + 1) * classes));
    confusion[label]![ranked[0]!]! += 1;
    if (ranked.indexOf(label) < 5) amongFive += 1;
  });
  const right = confusion.map((row, label) => row[label]!);
  const images = confusion.map(sum);
  return {
    top1: (100 * sum(right)) / count,
    top5: (100 * amongFive) / count,
    perClass: right.map((hits, label) => (100 * hits) / Math.max(1, images[label]!)),
    confusion,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
