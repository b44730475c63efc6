import * as tf from '@tensorflow/tfjs-core';
import { batchNormInference, batchNormTraining } from '@amcl/engine';
import type { Module, Scope } from '../module';
import { joinGroups, splitGroups, type Grouping } from './batch-groups';

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
}

/**
 * Batch normalisation of [B, H, W, C] or [B, C] (arXiv 1502.03167), as `torch.nn.BatchNorm1d` and `2d`: parameters `weight` and
 * `bias` if `affine`, buffers `running_mean` and `running_var`. It normalises by the biased variance and keeps 0.9 old + 0.1 new
 * of the mean and of the unbiased variance. With `splits`, as lightly's `SplitBatchNorm`, each group is normalised by its own
 * statistics, whose means over the groups go into the running ones; in eval mode there are no groups.
 * @throws in training if a channel of a group has a single value, whose variance is not defined, or `splits` does not divide B
 */
export function batchNormLayer({ channels, affine, splits = 1, grouping = 'interleaved' }: BatchNormOptions): Module {
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
    forward: (x, scope) => {
      const scale = affine ? scope.parameter('weight') : null;
      const offset = affine ? scope.parameter('bias') : null;
      if (!scope.training)
        return batchNormInference(x, scale, offset, scope.buffer('running_mean'), scope.buffer('running_var'), EPSILON);
      const count = valuesOfGroup(x, channels, splits);
      const { y, mean, variance } = tf.tidy(() => {
        const groups = splitGroups(x, splits, grouping).map((group) =>
          batchNormTraining(group, scale, offset, EPSILON),
        );
        return {
          y: joinGroups(groups.map((group) => group.y) as [tf.Tensor, ...tf.Tensor[]], grouping),
          mean: meanOf(groups.map((group) => group.mean)),
          variance: meanOf(groups.map((group) => group.variance)),
        };
      });
      blend(scope, 'running_mean', mean, MOMENTUM);
      blend(scope, 'running_var', variance, (MOMENTUM * count) / (count - 1));
      return y;
    },
  };
}

/** Numbers of a channel in each group. */
function valuesOfGroup({ shape, size }: tf.Tensor, channels: number, splits: number): number {
  const batch = shape[0] ?? 0;
  if (batch % splits !== 0)
    throw new Error(
      `Expected a batch size that is a multiple of ${splits}, the splits of batch norm, but received ${batch}`,
    );
  const count = size / channels / splits;
  if (count < 2)
    throw new Error(
      `Expected at least 2 values a channel ${splits > 1 ? `in each of ${splits} splits ` : ''}for batch norm in training but received shape [${shape.join(', ')}]`,
    );
  return count;
}

/** The groups' running statistics are all the same, so that the mean of the new ones takes but the mean of what is new. */
function meanOf(groups: tf.Tensor[]): tf.Tensor {
  return groups.length === 1 ? groups[0]! : tf.div(tf.addN(groups), groups.length);
}

function blend(scope: Scope, name: string, value: tf.Tensor, share: number): void {
  scope.update(
    name,
    tf.tidy(() => tf.add(tf.mul(scope.buffer(name), 1 - MOMENTUM), tf.mul(value, share))),
  );
}
