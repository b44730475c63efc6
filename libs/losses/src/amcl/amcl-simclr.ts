import * as tf from '@tensorflow/tfjs-core';
import type { AmclLoss } from './amcl-loss';
import type { ContrastOptions } from './contrastive-term';
import { expectHardest, expectHeads, expectBeta } from './expect';
import { inBatch } from './in-batch';

/**
 * AMCL on SimCLR (arXiv 2310.05615, equation 2.1). In each head the 2B rows of [z0; z1] are the anchors; anchor i's positive
 * is the other view of its image, its candidates are the 2B - 2 embeddings of other images, of which the `hardest` most
 * similar count. Summed over heads and averaged over anchors:
 *
 *     -s+ / tau+  +  mean over the hardest of [ s- / tau-  -  beta Omega(tau-) ]  +  beta Omega(tau+)
 *
 * with s the cosine similarity, tau the pair's temperature and Omega that of `omega` with D. Gradients go through s and tau;
 * which negatives are chosen is a constant. As temperatures near 0 the negatives' term has no lower bound, so the temperature
 * function needs a lower limit; every temperature must be finite and above 0, which is not checked here.
 *
 * Cost: the choice takes 8 C B^2 D operations and, for a moment, two matrices [C, 2B, 2B]; only C B (1 + 2 kappa) pairs see
 * the temperature function, in one call, since an anchor and its positive are each other's. At B = 512, C = 3, D = 128, with a
 * network of 128 hidden units, in MB and GFLOP, forward and backward:
 *
 *     kappa   pairs    kept for the gradient            choice       network   gradient of the chosen rows
 *     1        4,608   22 MB and  10 of the network     25 MB, 0.8   0.5       25 MB, 0.8
 *     16      50,688   119 MB and 105 of the network    25 MB, 0.8   5.0       25 MB, 12.9
 *
 * Three tensors of [pairs, D], 2.4 or 26 MB each, are most of what is kept; the rest are a dozen of [C, 2B, D].
 *
 * @param z0 embeddings of the first views, [C, B, D], need not be normalised; B at least 2
 * @param z1 embeddings of the second views, in the same order
 * @param options.temperature temperatures of pairs, shared by all heads
 * @param options.beta weight of Omega, 0 or more
 * @param options.hardest kappa, a whole number from 1 to 2B - 2
 * @returns statistics: similarities and temperatures of positives [C, 2B], those of the hardest negatives [C, 2B, kappa] by
 *   descending similarity
 * @throws if a shape, beta or hardest is none of these
 *
 * @example
 * const temperature = (products) => network.ofPairs(products, scope);
 * const { loss } = amclSimclr(z0, z1, { temperature, beta: 0.1, hardest: 1 });
 */
export function amclSimclr(z0: tf.Tensor, z1: tf.Tensor, options: ContrastOptions): AmclLoss {
  const { batch } = expectHeads('amclSimclr', { z0, z1 });
  if (batch < 2)
    throw new Error(
      `Expected a batch of at least 2, so that there are negatives, for z0 of amclSimclr but received ${batch}`,
    );
  expectBeta('amclSimclr', options.beta);
  expectHardest('amclSimclr', options.hardest, 2 * batch - 2, 'negatives');
  return tf.tidy(() => {
    const selfAndPositive = tf.tile(tf.eye(batch), [2, 2]);
    return inBatch(z0, z1, selfAndPositive, options);
  });
}
