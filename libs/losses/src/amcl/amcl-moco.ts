import { withoutGradient } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import type { AmclLoss } from './amcl-loss';
import { gatherRows } from './chosen-rows';
import { contrastiveTerm, type ContrastOptions } from './contrastive-term';
import { expectHardest, expectHeads, expectBeta } from './expect';
import { hardestCandidates } from './hardest-candidates';
import { unitRows } from './unit-rows';

/**
 * AMCL on MoCo: equation 2.1 of arXiv 2310.05615 with MoCo's negatives. In each head the queries are the anchors, their keys
 * the positives, and the `hardest` most similar of the head's own bank the negatives; formula and limits are those of
 * `amclSimclr`. Keys and bank are constants: no gradient goes to them, not through a temperature either.
 *
 * Cost: the choice takes 2 C B K D operations and one matrix [C, B, K] for a moment (1.6 GFLOP and 25 MB at B = 512, C = 3,
 * D = 128, K = 4096), and the temperature function is called once with C B (1 + kappa) pairs (3,072 at kappa = 1, 26,112 at
 * 16). Kept for the gradient are 11 MB at kappa = 1 and 60 MB at 16, most of it three tensors of [pairs, D], and what the
 * temperature function keeps.
 *
 * @param q queries, [C, B, D], need not be normalised
 * @param k their keys, [C, B, D], need not be normalised
 * @param bank keys of earlier batches, [C, K, D], unit rows
 * @param options.temperature temperatures of pairs, finite and above 0, shared by all heads
 * @param options.beta weight of Omega, 0 or more
 * @param options.hardest kappa, a whole number from 1 to K
 * @returns statistics: similarities and temperatures of positives [C, B], those of the hardest negatives [C, B, kappa] by
 *   descending similarity
 * @throws if a shape, beta or hardest is none of these
 */
export function amclMoco(q: tf.Tensor, k: tf.Tensor, bank: tf.Tensor, options: ContrastOptions): AmclLoss {
  const { heads, dim } = expectHeads('amclMoco', { q, k });
  const [bankHeads, size = 0, bankDim] = bank.shape;
  if (bank.rank !== 3 || bankHeads !== heads || bankDim !== dim)
    throw new Error(
      `Expected a tensor of shape [${heads}, K, ${dim}] for bank of amclMoco but received [${bank.shape.join(', ')}]`,
    );
  expectBeta('amclMoco', options.beta);
  expectHardest('amclMoco', options.hardest, size, 'keys in the bank');
  return tf.tidy(() => {
    const anchors = unitRows(q);
    const candidates = bank as tf.Tensor3D;
    const index = hardestCandidates(anchors, candidates, { hardest: options.hardest });
    const keys = withoutGradient(() => unitRows(k));
    const chosen = withoutGradient(() => gatherRows(candidates, index)); // [C, B, kappa, D]
    return contrastiveTerm(tf.mul(anchors, keys), tf.mul(tf.expandDims(anchors, 2), chosen), options);
  });
}
