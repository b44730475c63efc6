import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient, type TensorMap } from '@amcl/engine';
import type { MethodLoss } from '@amcl/methods';
import { embeddingStd } from './embedding-std';

/** What a step tells, of the batch before it. */
export interface StepMetrics {
  readonly loss: number;
  /** Of `embeddingStd`. */
  readonly embeddingStd: number;
  /** Mean cosine similarity of positives; of Barlow Twins, mean of the diagonal. */
  readonly positiveSimilarity: number;
  /** Of each anchor's hardest negatives; absent where the method has none. */
  readonly negativeSimilarity?: number;
  /** Mean temperatures, of AMCL. */
  readonly positiveTemperature?: number;
  readonly negativeTemperature?: number;
}

/** The metrics as scalars, by name. */
export function metricsOf({ loss, embedding, statistics }: MethodLoss): TensorMap {
  return withoutGradient(() => {
    const means = Object.entries<tf.Tensor>({ ...statistics }).map(
      ([name, tensor]) => [name, tf.mean(tensor)] as const,
    );
    return { loss: tf.clone(loss), embeddingStd: embeddingStd(embedding), ...Object.fromEntries(means) };
  });
}

/** Reads them back, all at once. */
export function readMetrics(metrics: TensorMap): StepMetrics {
  const vector = tf.tidy(() => tf.stack(Object.values(metrics)));
  const values = vector.dataSync<'float32'>();
  vector.dispose();
  return Object.fromEntries(Object.keys(metrics).map((name, index) => [name, values[index]])) as unknown as StepMetrics;
}
