import * as tf from '@tensorflow/tfjs-core';
import { batchNormInference, batchNormTraining } from '@amcl/engine';
import type { Module, Scope } from './module';

/** PyTorch's defaults. */
const EPSILON = 1e-5;
const MOMENTUM = 0.1;

/**
 * Batch normalisation of [B, H, W, C] or [B, C] (arXiv 1502.03167), as `torch.nn.BatchNorm1d` and `2d`: parameters `weight` and
 * `bias` if `affine`, buffers `running_mean` and `running_var`. It normalises by the biased variance and keeps 0.9 old + 0.1 new
 * of the mean and of the unbiased variance.
 * @throws in training if a channel has a single value, whose variance is not defined
 */
export function batchNormLayer({ channels, affine }: { channels: number; affine: boolean }): Module {
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
      const count = x.size / channels;
      if (count < 2)
        throw new Error(
          `Expected at least 2 values a channel for batch norm in training but received shape [${x.shape.join(', ')}]`,
        );
      const { y, mean, variance } = batchNormTraining(x, scale, offset, EPSILON);
      blend(scope, 'running_mean', mean, MOMENTUM);
      blend(scope, 'running_var', variance, (MOMENTUM * count) / (count - 1));
      return y;
    },
  };
}

function blend(scope: Scope, name: string, value: tf.Tensor, share: number): void {
  scope.update(
    name,
    tf.tidy(() => tf.add(tf.mul(scope.buffer(name), 1 - MOMENTUM), tf.mul(value, share))),
  );
}
