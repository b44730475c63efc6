import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize, stopGradient, withoutGradient } from '@amcl/engine';
import { expectAbove0, expectOneShape } from './expect';
import { logSumExpRows } from './log-sum-exp-rows';
import type { LossValue } from './loss-value';

/**
 * The loss of MoCo (arXiv 1911.05722, equation 1), equal to lightly's `NTXentLoss` with a memory bank: the mean over queries of
 *
 *     log( exp(s(q, k) / temperature) + sum_n exp(s(q, bank_n) / temperature) ) - s(q, k) / temperature
 *
 * with s the cosine similarity. Keys and bank are constants: no gradient goes to them. Needs a few matrices of [B, K + 1].
 *
 * @param q queries, [B, D], need not be normalised
 * @param k their keys, [B, D], need not be normalised
 * @param bank keys of earlier batches, [K, D], unit rows
 * @param options.temperature above 0; 0.1 on CIFAR
 * @returns statistics: positiveSimilarity [B], negativeSimilarity [B] of each query's hardest negative
 * @throws if a shape is none of these or the temperature is not above 0
 */
export function ntXentBank(
  q: tf.Tensor,
  k: tf.Tensor,
  bank: tf.Tensor,
  { temperature }: { temperature: number },
): LossValue {
  expectOneShape('ntXentBank', { q, k });
  expectAbove0('ntXentBank', 'temperature', temperature);
  if (bank.rank !== 2 || bank.shape[1] !== q.shape[1])
    throw new Error(
      `Expected a tensor of shape [K, ${q.shape[1]}] for bank of ntXentBank but received [${bank.shape.join(', ')}]`,
    );
  return tf.tidy(() => {
    const queries = l2Normalize(q);
    const keys = withoutGradient(() => l2Normalize(k));
    const positive = tf.sum<tf.Tensor2D>(tf.mul(queries, keys), 1, true); // [B, 1]
    const negative = tf.matMul<tf.Tensor2D>(queries, stopGradient(bank), false, true); // [B, K]
    const logits = tf.div<tf.Tensor2D>(tf.concat([positive, negative], 1), temperature);
    const perQuery = tf.sub(logSumExpRows(logits), tf.div(tf.squeeze(positive, [1]), temperature));
    const statistics = withoutGradient(() => ({
      positiveSimilarity: tf.squeeze(positive, [1]),
      negativeSimilarity: tf.max(negative, 1),
    }));
    return { loss: tf.mean<tf.Scalar>(perQuery), statistics };
  });
}
