import * as tf from '@tensorflow/tfjs-core';
import type { AmclLoss } from './amcl-loss';
import type { ContrastOptions } from './contrastive-term';
import { expectHardest, expectHeads, expectBeta } from './expect';
import { inBatch } from './in-batch';

/**
 * AMCL on InfoNCE (arXiv 2310.05615, equation 2.4; for LGP and CAN): `amclSimclr`, but the hardest are chosen among the
 * negatives and the positive, as InfoNCE has the positive in its denominator. Where the positive is chosen it is repelled as
 * well as attracted. Cost and limits are those of `amclSimclr`.
 *
 * @param z0 embeddings of the first views, [C, B, D], need not be normalised
 * @param z1 embeddings of the second views, in the same order
 * @param options.temperature temperatures of pairs, finite and above 0, shared by all heads
 * @param options.beta weight of Omega, 0 or more
 * @param options.hardest kappa, a whole number from 1 to 2B - 1
 * @returns statistics: similarities and temperatures of positives [C, 2B], those of the hardest candidates [C, 2B, kappa] by
 *   descending similarity
 * @throws if a shape, beta or hardest is none of these
 */
export function amclInfoNce(z0: tf.Tensor, z1: tf.Tensor, options: ContrastOptions): AmclLoss {
  const { batch } = expectHeads('amclInfoNce', { z0, z1 });
  expectBeta('amclInfoNce', options.beta);
  expectHardest('amclInfoNce', options.hardest, 2 * batch - 1, 'negatives and the positive');
  return tf.tidy(() => inBatch(z0, z1, tf.eye(2 * batch), options));
}
