import { UserError } from '@amcl/artifacts';
import { cosineAnnealing } from '@amcl/optim';
import { permutation, randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import { classificationReport, type ClassificationReport } from './classification-report';
import { featureCount, type LabelledFeatures } from './labelled-features';
import { initialProbe, probeLogits, probeStep, type ProbeOptions, type ProbeState } from './probe-step';

/** A linear probe: what is trained on what, and how. */
export interface LinearProbe extends ProbeOptions {
  /** Training features of an epoch, counted from 0: the same each time, or those of new views. */
  train(epoch: number): LabelledFeatures | Promise<LabelledFeatures>;
  /** Seen after the last epoch only. */
  readonly test: LabelledFeatures;
  readonly classes: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** At the first step; half a cosine to 0 over all steps. */
  readonly lr: number;
  readonly seed: number;
  /** After every epoch: how many are done, and the mean loss of the last one. It may throw to stop. */
  onEpoch?(done: number, loss: number): void;
}

/** The linear probe's figures on the test features after the last epoch. */
export interface LinearProbeReport extends ClassificationReport {
  /** Mean training loss of each epoch. */
  readonly loss: number[];
}

/**
 * Trains a linear classifier on frozen features by SGD with momentum and a cosine schedule, softmax cross-entropy, weights
 * from 0. The order of an epoch is that of `randomStream(seed, 'probe', epoch)`; the last batch may be smaller.
 * @throws UserError when the loss is not finite
 */
export async function trainLinearProbe(probe: LinearProbe): Promise<LinearProbeReport> {
  const dimension = featureCount(probe.test, 'test');
  let state = initialProbe(dimension, probe.classes);
  const losses: number[] = [];
  try {
    for (let epoch = 0; epoch < probe.epochs; epoch++) {
      const train = await probe.train(epoch);
      if (featureCount(train, 'train') !== dimension)
        throw new Error(
          `Expected ${dimension} features an image for train, as test has, but received ${featureCount(train, 'train')}`,
        );
      const result = trainEpoch(probe, state, train, epoch);
      state = result.state;
      if (!Number.isFinite(result.loss))
        throw new UserError(
          `The linear probe's loss is ${result.loss} in epoch ${epoch + 1}. Take a smaller linearProbe.lr than ${probe.lr}.`,
        );
      losses.push(result.loss);
      probe.onEpoch?.(epoch + 1, result.loss);
    }
    const { features, labels } = probe.test;
    const logits = tf.tidy(() => probeLogits(state, tf.tensor2d(features, [labels.length, dimension])));
    const scores = logits.dataSync<'float32'>();
    logits.dispose();
    return { ...classificationReport(scores, labels, probe.classes), loss: losses };
  } finally {
    tf.dispose([state.parameters, state.slots]);
  }
}

function trainEpoch(
  probe: LinearProbe,
  initial: ProbeState,
  { features, labels }: LabelledFeatures,
  epoch: number,
): { state: ProbeState; loss: number } {
  const count = labels.length;
  const stepsPerEpoch = Math.ceil(count / probe.batchSize);
  const schedule = cosineAnnealing({ lr: probe.lr, tMax: probe.epochs * stepsPerEpoch });
  const order = Int32Array.from(permutation(count, randomStream(probe.seed, 'probe', epoch)));
  const all = tf.tensor2d(features, [count, features.length / count]);
  const classes = tf.tensor1d(labels, 'int32');
  let state = initial;
  let total = tf.scalar(0);
  for (let step = 0; step < stepsPerEpoch; step++) {
    const next = tf.tidy(() => {
      const chosen = order.subarray(step * probe.batchSize, (step + 1) * probe.batchSize);
      const index = tf.tensor1d(chosen, 'int32');
      const lr = schedule(epoch * stepsPerEpoch + step);
      const { state: after, loss } = probeStep(state, tf.gather(all, index), tf.gather(classes, index), lr, probe);
      // Weighted by its images, and read once an epoch.
      return { ...after, total: tf.add<tf.Scalar>(total, tf.mul(loss, chosen.length / count)) };
    });
    tf.dispose([state.parameters, state.slots, total]);
    ({ total } = next);
    state = { parameters: next.parameters, slots: next.slots };
  }
  const loss = total.dataSync()[0] ?? Number.NaN;
  tf.dispose([all, classes, total]);
  return { state, loss };
}
