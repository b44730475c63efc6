import * as tf from '@tensorflow/tfjs-core';
import { batchNormInference, batchNormTraining, relu, type Grouping } from '@amcl/engine';
import type { Module, Scope } from '../module';

/** PyTorch's defaults. */
const EPSILON = 1e-5;
const MOMENTUM = 0.1;

/** What makes a batch norm. */
export interface BatchNormOptions {
  readonly channels: number;
  /** With weight and bias. */
  readonly affine: boolean;
  /** Groups of the batch in training, as if each were on a device of its own (MoCo, arXiv 1911.05722, section 3.3); 1 unless given. */
  readonly splits?: number;
  /** Which samples make a group; lightly's `interleaved` unless given. */
  readonly grouping?: Grouping;
  /** What follows it: nothing unless given. It costs less here than in a layer of its own. */
  readonly activation?: 'none' | 'relu';
}

/** A batch norm, which can add a residual before the activation. */
export interface BatchNorm extends Module {
  /** @param residual as x */
  forward(x: tf.Tensor, scope: Scope, residual?: tf.Tensor): tf.Tensor;
}

/**
 * Batch normalisation of [B, H, W, C] or [B, C] (arXiv 1502.03167), as `torch.nn.BatchNorm1d` and `2d`: parameters `weight` and
 * `bias` if `affine`, buffers `running_mean` and `running_var`. It normalises by the biased variance and keeps 0.9 old + 0.1 new
 * of the mean and of the unbiased variance. With `splits`, as lightly's `SplitBatchNorm`, each group is normalised by its own
 * statistics, whose means over the groups go into the running ones; in eval mode there are no groups.
 * @throws in training if a channel of a group has a single value, whose variance is not defined, or `splits` does not divide B
 */
export function batchNormLayer({
  channels,
  affine,
  splits = 1,
  grouping = 'interleaved',
  activation = 'none',
}: BatchNormOptions): BatchNorm {
  if (!Number.isInteger(splits) || splits < 1)
    throw new Error(`Expected a whole number of 1 or more for the splits of batch norm but received ${splits}`);
  const filled = (name: string, value: number) => ({
    name,
    shape: [channels],
    layout: 'vector' as const,
    initialize: () => new Float32Array(channels).fill(value),
  });
  return {
    parameters: affine ? [filled('weight', 1), filled('bias', 0)] : [],
    buffers: [filled('running_mean', 0), filled('running_var', 1)],
    forward: (x, scope, residual) => {
      const scale = affine ? scope.parameter('weight') : null;
      const offset = affine ? scope.parameter('bias') : null;
      const rectified = activation === 'relu';
      if (!scope.training)
        return tf.tidy(() => {
          const [mean, variance] = [scope.buffer('running_mean'), scope.buffer('running_var')];
          const normalized = batchNormInference(x, scale, offset, mean, variance, EPSILON);
          const sum = residual ? tf.add(normalized, residual) : normalized;
          return rectified ? relu(sum) : sum;
        });
      const count = valuesOfGroup(x, channels, splits);
      const { y, mean, variance } = tf.tidy(() => {
        const options = { residual: residual ?? null, relu: rectified, splits, grouping };
        const normalized = batchNormTraining(x, scale, offset, EPSILON, options);
        return { y: normalized.y, mean: meanOf(normalized.mean), variance: meanOf(normalized.variance) };
      });
      blend(scope, 'running_mean', mean, MOMENTUM);
      blend(scope, 'running_var', variance, (MOMENTUM * count) / (count - 1));
      return y;
    },
  };
}

/** Numbers of a channel in each group. */
function valuesOfGroup({ shape, size }: tf.Tensor, channels: number, splits: number): number {
  const count = size / channels / splits;
  if (count < 2)
    throw new Error(
      `Expected at least 2 values a channel ${splits > 1 ? `in each of ${splits} splits ` : ''}for batch norm in training but received shape [${shape.join(', ')}]`,
    );
  return count;
}

/** Over groups, [splits, C] -> [C]: their running statistics are all the same, so that the mean of the new ones takes but that. */
function meanOf(statistics: tf.Tensor2D): tf.Tensor {
  return statistics.shape[0] === 1 ? tf.reshape(statistics, [-1]) : tf.mean(statistics, 0);
}

function blend(scope: Scope, name: string, value: tf.Tensor, share: number): void {
  scope.update(
    name,
    tf.tidy(() => tf.add(tf.mul(scope.buffer(name), 1 - MOMENTUM), tf.mul(value, share))),
  );
}
