import * as tf from '@tensorflow/tfjs-core';
import { withoutGradient, type TensorMap } from '@amcl/engine';
import { meanByHead } from '@amcl/losses';
import type { MethodLoss, TaskLoss } from '@amcl/methods';
import { embeddingStd } from './embedding-std';

/** What a step of any task tells, of the batch before it. */
export interface LossMetrics {
  readonly loss: number;
}

/** What a step of a method tells. */
export interface StepMetrics extends LossMetrics {
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

/** By what the loss of a task gives. */
export type MetricsOf<L extends TaskLoss> = L extends MethodLoss ? StepMetrics : LossMetrics;

const BY_HEAD: readonly string[] = ['positiveTemperatures', 'negativeTemperatures'] satisfies (keyof StepMetrics)[];

/** The metrics by name: scalars, and of what a step tells by head [C]. */
export function metricsOf(value: TaskLoss): TensorMap {
  if (!isOfMethod(value)) return { loss: withoutGradient(() => tf.clone(value.loss)) };
  const { loss, embedding, statistics } = value;
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

function isOfMethod(value: TaskLoss): value is MethodLoss {
  return 'embedding' in value;
}

/** Reads them back, all at once. */
export function readMetrics<L extends TaskLoss = MethodLoss>(metrics: TensorMap): MetricsOf<L> {
  const vector = tf.tidy(() => tf.concat(Object.values(metrics).map((metric) => tf.reshape(metric, [-1]))));
  const values = vector.dataSync<'float32'>();
  vector.dispose();
  let read = 0;
  const arrays = Object.entries(metrics).map(
    ([name, { size }]) => [name, values.subarray(read, (read += size))] as const,
  );
  return stepMetrics<L>(Object.fromEntries(arrays));
}

/** The metrics from their numbers by name. */
export function stepMetrics<L extends TaskLoss>(values: Readonly<Record<string, Float32Array>>): MetricsOf<L> {
  const entries = Object.entries(values).map(
    ([name, numbers]) => [name, BY_HEAD.includes(name) ? [...numbers] : numbers[0]] as const,
  );
  return Object.fromEntries(entries) as unknown as MetricsOf<L>;
}
