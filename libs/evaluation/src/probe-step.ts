import type { TensorMap } from '@amcl/engine';
import { momentumSlots, sgdStep } from '@amcl/optim';
import * as tf from '@tensorflow/tfjs-core';

/** A linear classifier in training: `weight` [F, classes] and `bias` [classes], and the momentum of each. */
export interface ProbeState {
  readonly parameters: TensorMap;
  readonly slots: TensorMap;
}

/** Of every step. */
export interface ProbeOptions {
  /** 0 .. 1. */
  readonly momentum: number;
  /** On weight and bias. */
  readonly weightDecay: number;
}

const NONE: ReadonlySet<string> = new Set();

/** The classifier before the first step: all zeros. The caller disposes it. */
export function initialProbe(features: number, classes: number): ProbeState {
  const parameters = { weight: tf.zeros([features, classes]), bias: tf.zeros([classes]) };
  return { parameters, slots: momentumSlots(parameters) };
}

/** What the classifier says of features [B, F]: logits [B, classes]. */
export function probeLogits({ parameters: { weight, bias } }: ProbeState, features: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.add<tf.Tensor2D>(tf.matMul(features, weight as tf.Tensor2D), bias!));
}

/**
 * A step of softmax regression: the mean cross-entropy of the batch, then SGD as in PyTorch ({@link sgdStep}).
 * @param features [B, F]
 * @param labels [B], int32
 * @returns the state after the step, and the loss before it; the caller disposes both, and the old state
 */
export function probeStep(
  state: ProbeState,
  features: tf.Tensor2D,
  labels: tf.Tensor1D,
  lr: number,
  { momentum, weightDecay }: ProbeOptions,
): { state: ProbeState; loss: tf.Scalar } {
  return tf.tidy(() => {
    const logits = probeLogits(state, features); // [B, classes]
    const logProbabilities = tf.logSoftmax(logits);
    const target = tf.oneHot(labels, logits.shape[1]);
    const loss = tf.mean<tf.Scalar>(tf.neg(tf.sum(tf.mul(target, logProbabilities), 1)));
    // The gradient of softmax and cross-entropy together is their difference: no tape for two matrices.
    const error = tf.div<tf.Tensor2D>(tf.sub(tf.exp(logProbabilities), target), features.shape[0]);
    const gradients = { weight: tf.matMul(features, error, true, false), bias: tf.sum(error, 0) };
    const next = sgdStep({ ...state, gradients, lr: tf.scalar(lr), momentum, weightDecay, exclude: NONE });
    return { state: next, loss };
  });
}
