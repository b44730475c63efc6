import type * as tf from '@tensorflow/tfjs-core';
import { infoNce } from './info-nce';
import type { LossValue } from './loss-value';

/**
 * NT-Xent, the loss of SimCLR (arXiv 2002.05709, equation 1), equal to lightly's `NTXentLoss`: the mean of `infoNce` over the 2B
 * anchors.
 *
 * @param z0 embeddings of the first views, [B, D], need not be normalised
 * @param z1 embeddings of the second views, [B, D], in the same order
 * @param options.temperature above 0; 0.5 for CIFAR in the paper, 0.1 elsewhere
 * @returns a loss of 0 or more, ln(2B - 1) when all embeddings are equal; statistics as `infoNce`
 * @throws if the shapes differ or the temperature is not above 0
 *
 * @example
 * const { loss } = ntXent(z0, z1, { temperature: 0.5 });
 */
export function ntXent(z0: tf.Tensor, z1: tf.Tensor, options: { temperature: number }): LossValue {
  const { perAnchor, loss, statistics } = infoNce(z0, z1, options);
  perAnchor.dispose();
  return { loss, statistics };
}
