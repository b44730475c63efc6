import { l2Normalize } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { classificationReport } from './classification-report';
import { knnScores, type KnnOptions } from './knn-scores';
import { featureCount, type LabelledFeatures } from './labelled-features';

/**
 * Share of the test images, in percent, whose class wins the vote of their k nearest training images by cosine similarity
 * ({@link knnScores}). The features need not be normalised.
 *
 * @example
 * const top1 = knnTop1(train, test, { classes: 10, k: 200, temperature: 0.1 });
 */
export function knnTop1(train: LabelledFeatures, test: LabelledFeatures, options: KnnOptions): number {
  const [features, bank] = [unitRows(test, 'test'), unitRows(train, 'train')];
  try {
    const scores = knnScores(features, bank, train.labels, options);
    return classificationReport(scores, test.labels, options.classes).top1;
  } finally {
    tf.dispose([features, bank]);
  }
}

function unitRows(set: LabelledFeatures, name: string): tf.Tensor2D {
  return tf.tidy(() => l2Normalize(tf.tensor2d(set.features, [set.labels.length, featureCount(set, name)])));
}
