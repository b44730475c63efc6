import * as tf from '@tensorflow/tfjs-core';
import { classificationReport } from './classification-report';
import { knnScores, type KnnOptions } from './knn-scores';
import { featureCount, type LabelledFeatures } from './labelled-features';
import { unitRows } from './unit-rows';

/**
 * Share of the test images, in percent, whose class wins the vote of their k nearest training images by cosine similarity
 * ({@link knnScores}). The features need not be normalised.
 *
 * @example
 * const top1 = knnTop1(train, test, { classes: 10, k: 200, temperature: 0.1 });
 */
export function knnTop1(train: LabelledFeatures, test: LabelledFeatures, options: KnnOptions): number {
  const [features, bank] = [unitRowsOf(test, 'test'), unitRowsOf(train, 'train')];
  try {
    const scores = knnScores(features, bank, train.labels, options);
    return classificationReport(scores, test.labels, options.classes).top1;
  } finally {
    tf.dispose([features, bank]);
  }
}

function unitRowsOf(set: LabelledFeatures, name: string): tf.Tensor2D {
  featureCount(set, name);
  return unitRows(set.features, set.labels.length);
}
