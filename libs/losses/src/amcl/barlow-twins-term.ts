import * as tf from '@tensorflow/tfjs-core';
import { omega } from './omega';

/** Weights of equation 2.3, and the length of the columns that were compared. */
export interface BarlowTwinsWeights {
  readonly beta: number;
  readonly lambda: number;
  readonly batch: number;
}

/**
 * The sum over heads and entries of equation 2.3 (arXiv 2310.05615), with Omega that of `omega` with B:
 *
 *     sum_l (1 - C_ll / tau_ll)^2  +  lambda sum_{l != m} C_lm^2 / tau_lm
 *         +  beta sum_l Omega(tau_ll)  -  beta sum_{l != m} Omega(tau_lm)
 *
 * Its gradient is by hand and needs its two inputs alone, where tfjs's own would keep some twenty tensors [C, D, D].
 *
 * @param correlation C of each head, [C, D, D]
 * @param tau [C, D, D], above 0
 */
export function barlowTwinsTerm(correlation: tf.Tensor3D, tau: tf.Tensor3D, weights: BarlowTwinsWeights): tf.Scalar {
  const term = tf.customGrad((...inputs) => {
    const [c, t, save] = inputs as unknown as [tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    save([c, t]);
    return {
      value: valueOf(c, t, weights),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        slopes(saved[0] as tf.Tensor3D, saved[1] as tf.Tensor3D, weights).map((slope) => tf.mul(slope, dy)),
    };
  });
  return term(correlation, tau) as tf.Scalar;
}

/** What an entry is weighted by, each [D, D]: 1 on the diagonal, lambda beside it, beta with the sign of Omega. */
function masks(dim: number, { beta, lambda }: BarlowTwinsWeights) {
  const diagonal = tf.eye(dim);
  return {
    diagonal,
    redundancy: tf.mul(tf.sub(1, diagonal), lambda),
    regulariser: tf.mul(tf.sub(tf.mul(diagonal, 2), 1), beta),
  };
}

function valueOf(correlation: tf.Tensor3D, tau: tf.Tensor3D, weights: BarlowTwinsWeights): tf.Tensor {
  const { diagonal, redundancy, regulariser } = masks(tau.shape[1], weights);
  const scaled = tf.div(correlation, tau);
  const alike = tf.mul(tf.square(tf.sub(1, scaled)), diagonal);
  const redundant = tf.mul(tf.mul(scaled, correlation), redundancy);
  return tf.sum(tf.add(tf.add(alike, redundant), tf.mul(omega(tau, weights.batch), regulariser)));
}

/** With r = C / tau: by C it is 2 (lambda C beside the diagonal, r - 1 on it) / tau, by tau as below. */
function slopes(correlation: tf.Tensor3D, tau: tf.Tensor3D, weights: BarlowTwinsWeights): [tf.Tensor, tf.Tensor] {
  const { diagonal, redundancy, regulariser } = masks(tau.shape[1], weights);
  const scaled = tf.div(correlation, tau);
  const unlike = tf.mul(tf.sub(scaled, 1), tf.mul(diagonal, 2)); // 2 (r - 1) on the diagonal
  const redundant = tf.mul(correlation, redundancy); // lambda C beside it
  const byCorrelation = tf.div(tf.add(unlike, tf.mul(redundant, 2)), tau);
  // d Omega / d tau = (B / 2 - 1 / tau) / tau
  const ofOmega = tf.mul(tf.sub(weights.batch / 2, tf.div(1, tau)), regulariser);
  const byTau = tf.div(tf.sub(ofOmega, tf.mul(scaled, tf.add(unlike, redundant))), tau);
  return [byCorrelation, byTau];
}
