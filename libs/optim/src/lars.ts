import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import { momentumStep, type MomentumStep } from './momentum-step';

/** What LARS takes besides. */
export interface LarsStep extends MomentumStep {
  /** Size of a step over the size of the parameter, above 0; 0.001 in the paper. */
  readonly trustCoefficient: number;
  /** Added to the norms below the fraction; 1e-8 unless given, as in lightly. */
  readonly epsilon?: number;
}

/**
 * A step of LARS (arXiv 1708.03888), as lightly's `LARS` without Nesterov and dampening, as new tensors. Where the weight decay, |p|
 * and |g| are not 0 and the parameter is not excluded,
 *
 *     d = (g + weightDecay p) trustCoefficient |p| / (|g| + weightDecay |p| + epsilon)
 *
 * else d = g; then slot = momentum slot + d;  p -= lr slot. Norms are Euclidean, over the whole parameter, and are never read back.
 *
 * @throws naming a parameter without gradient or slot
 */
export function larsStep(step: LarsStep): { parameters: TensorMap; slots: TensorMap } {
  const { weightDecay, trustCoefficient, epsilon = 1e-8 } = step;
  return momentumStep(step, (gradient, parameter, excluded) => {
    if (weightDecay === 0 || excluded) return gradient;
    const [p, g] = [tf.norm(parameter), tf.norm(gradient)];
    const trust = tf.div(tf.mul(p, trustCoefficient), tf.add(tf.add(g, tf.mul(p, weightDecay)), epsilon));
    const scaled = tf.mul(tf.add(gradient, tf.mul(parameter, weightDecay)), trust);
    // 1 where both norms are above 0, else 0: by arithmetic, since a condition on a scalar does not broadcast.
    const both = tf.mul(tf.sign(p), tf.sign(g));
    return tf.add(tf.mul(scaled, both), tf.mul(gradient, tf.sub(1, both)));
  });
}
