import * as tf from '@tensorflow/tfjs-core';
import { checkViews } from './check-views';
import { unitRows } from './unit-rows';

/**
 * How near the two views of an image are: the mean squared distance of their normalised embeddings, 0 .. 4 (Wang and Isola,
 * arXiv 2005.10242, section 4.1, alpha = 2). 0 where every image has one embedding; 2 - 2s for a mean cosine similarity of s.
 * @param first embeddings of the first views [n, D], row-major, need not be normalised
 * @param second those of the second views, the same images in the same order
 * @param images n, 2 or more
 * @throws if the lengths do not fit, or a number is NaN
 */
export function alignment(first: Float32Array, second: Float32Array, images: number): number {
  checkViews(first, second, images);
  const mean = tf.tidy(() => {
    // Of differences, not of 2 - 2s: that would lose what distinguishes near views to rounding.
    const distances = tf.sum(tf.squaredDifference(unitRows(first, images), unitRows(second, images)), 1);
    return tf.mean(distances).dataSync<'float32'>()[0] ?? Number.NaN;
  });
  if (Number.isNaN(mean)) throw new Error('Expected embeddings of numbers but received NaN');
  return mean;
}
