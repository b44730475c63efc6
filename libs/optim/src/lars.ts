import * as tf from '@tensorflow/tfjs-core';
import type { TensorMap } from '@amcl/engine';
import { momentumStep, type MomentumStep } from './momentum-step';

/** What LARS takes besides. */
export interface LarsStep extends MomentumStep {
  /** Size of a step over the size of the parameter, above 0; 0.001 in the paper. */
  readonly trustCoefficient: number;
  /** Added to the norms below the fraction, 0 or more; 1e-8 unless given, as in lightly. */
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
    if (weightDecay === 0 || excluded) return { gradient, weightDecay: 0 };
    const [p, g] = [normOf(parameter), normOf(gradient)];
    const trust = tf.div(tf.mul(p, trustCoefficient), tf.add(tf.add(g, tf.mul(p, weightDecay)), epsilon));
    // Chosen among scalars, so that the whole parameter is read and written no more often than with SGD.
    const scales = tf.logicalAnd(tf.greater(p, 0), tf.greater(g, 0));
    const [scale, decay] = [tf.where(scales, trust, 1), tf.where(scales, weightDecay, 0)];
    return { gradient: tf.mul(tf.add(gradient, tf.mul(parameter, decay)), scale), weightDecay: 0 };
  });
}

/** `tf.norm` raises every number to a power. */
function normOf(x: tf.Tensor): tf.Scalar {
  return tf.sqrt(tf.sum<tf.Scalar>(tf.square(x)));
}
