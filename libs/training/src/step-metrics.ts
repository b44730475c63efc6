import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient, type TensorMap } from '@amcl/engine';
import { meanByHead } from '@amcl/losses';
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
  /**
   * Of AMCL: the mean temperature of these pairs in each head, C numbers. A global or a fixed temperature is one for all heads, C
   * times. Those of negatives are absent where the method has none.
   */
  readonly positiveTemperatures?: readonly number[];
  readonly negativeTemperatures?: readonly number[];
}

const BY_HEAD: readonly string[] = ['positiveTemperatures', 'negativeTemperatures'] satisfies (keyof StepMetrics)[];

/** The metrics by name: scalars, and of what a step tells by head [C]. */
export function metricsOf({ loss, embedding, statistics }: MethodLoss): TensorMap {
  const { positiveSimilarity, negativeSimilarity, positiveTemperature, negativeTemperature } = statistics;
  return withoutGradient(() => ({
    loss: tf.clone(loss),
    embeddingStd: embeddingStd(embedding),
    positiveSimilarity: tf.mean(positiveSimilarity),
    ...(negativeSimilarity && { negativeSimilarity: tf.mean(negativeSimilarity) }),
    ...(positiveTemperature && { positiveTemperatures: meanByHead(positiveTemperature) }),
    ...(negativeTemperature && { negativeTemperatures: meanByHead(negativeTemperature) }),
  }));
}

/** Reads them back, all at once. */
export function readMetrics(metrics: TensorMap): StepMetrics {
  const vector = tf.tidy(() => tf.concat(Object.values(metrics).map((metric) => tf.reshape(metric, [-1]))));
  const values = vector.dataSync<'float32'>();
  vector.dispose();
  let read = 0;
  const arrays = Object.entries(metrics).map(
    ([name, { size }]) => [name, values.subarray(read, (read += size))] as const,
  );
  return stepMetrics(Object.fromEntries(arrays));
}

/** The metrics from their numbers by name. */
export function stepMetrics(values: Readonly<Record<string, Float32Array>>): StepMetrics {
  const entries = Object.entries(values).map(
    ([name, numbers]) => [name, BY_HEAD.includes(name) ? [...numbers] : numbers[0]] as const,
  );
  return Object.fromEntries(entries) as unknown as StepMetrics;
}
