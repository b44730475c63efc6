import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from '../kernels/define-kernel';
import { channelMean, perChannel } from './channels';
import { reshapeUnsaved } from './unsaved';

type Epsilon = { epsilon: number };

const gradients = defineKernel<{
  inputs: { dy: tf.Tensor; x: tf.Tensor; scale: tf.Tensor; [reserved: `reserved${number}`]: tf.Tensor };
  attributes: Epsilon;
  outputs: [tf.Tensor, tf.Tensor, tf.Tensor];
  saved: [];
}>({
  name: 'AmclBatchNormOfGroupGradients',
  tensorflow: ({ dy, x, scale, ...reserved }, { epsilon }, ops) => {
    const [dx, dScale, dOffset] = ops.multiple(
      'FusedBatchNormGradV3',
      [dy, x, scale, ...Object.values(reserved)],
      { T: { type: 'float32' }, U: { type: 'float32' }, ...fusedAttributes(epsilon) },
      5,
    );
    return [dx, dScale, dOffset] as [tf.Tensor, tf.Tensor, tf.Tensor];
  },
  composed: ({ dy, x, scale, reserved0: mean, reserved1: inverseDeviation }) => {
    const count = x.size / scale.size;
    const centred = perChannel(tf.sub, x, mean as tf.Tensor);
    const normalized = perChannel(tf.mul, centred, inverseDeviation as tf.Tensor);
    const dyMean = channelMean(dy);
    const dyNormalizedMean = channelMean(tf.mul(dy, normalized));
    // dx = scale / deviation * (dy - mean(dy) - normalized * mean(dy * normalized)): Ioffe & Szegedy 2015, section 3.
    const projected = tf.sub(perChannel(tf.sub, dy, dyMean), perChannel(tf.mul, normalized, dyNormalizedMean));
    const dx = perChannel(tf.mul, projected, tf.mul(scale, inverseDeviation as tf.Tensor));
    return [dx, tf.mul(dyNormalizedMean, count), tf.mul(dyMean, count)];
  },
});

const forward = defineKernel<{
  inputs: { x: tf.Tensor; scale: tf.Tensor; offset: tf.Tensor };
  attributes: Epsilon;
  /** y, mean, biased variance, and what the backend's own gradient wants back. */
  outputs: [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
  saved: [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
}>({
  name: 'AmclBatchNormOfGroup',
  tensorflow: ({ x, scale, offset }, { epsilon }, ops) => {
    const none = tf.tensor1d([]);
    const [y, mean, unbiased, ...reserved] = ops.multiple(
      'FusedBatchNormV3',
      [x, scale, offset, none, none],
      {
        T: { type: 'float32' },
        U: { type: 'float32' },
        exponential_avg_factor: { float: 1 },
        ...fusedAttributes(epsilon),
      },
      6,
    ) as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    const count = x.size / scale.size;
    return [y, mean, tf.mul(unbiased, (count - 1) / count), ...reserved];
  },
  composed: ({ x, scale, offset }, { epsilon }) => {
    const mean = channelMean(x);
    const centred = perChannel(tf.sub, x, mean);
    const variance = channelMean(tf.square(centred));
    const inverseDeviation = tf.rsqrt(tf.add(variance, epsilon));
    const y = perChannel(tf.add, perChannel(tf.mul, centred, tf.mul(inverseDeviation, scale)), offset);
    return [y, mean, variance, tf.clone(mean), inverseDeviation];
  },
  gradient: {
    saveInputs: ['x', 'scale'],
    saveOutputs: [false, false, false, true, true, true],
    of: (dy, [x, scale, ...reserved], attributes) => {
      const named = Object.fromEntries(reserved.map((tensor, index) => [`reserved${index}`, tensor]));
      const [dx, dScale, dOffset] = gradients({ dy, x, scale, ...named }, attributes);
      return { x: () => dx, scale: () => dScale, offset: () => dOffset };
    },
  },
});

function fusedAttributes(epsilon: number) {
  return { epsilon: { float: epsilon }, data_format: { text: 'NHWC' }, is_training: { flag: true } } as const;
}

/**
 * Batch norm as `batchNormTraining` has it, of one group: by TensorFlow's fused operations, or composed.
 * @param x [B, H, W, C] or [B, C]
 * @param scale [C]
 * @param offset [C]
 * @returns `y` as x; `mean` and the biased `variance`, [C]
 */
export function batchNormOfGroup(
  x: tf.Tensor,
  scale: tf.Tensor,
  offset: tf.Tensor,
  epsilon: number,
): { y: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } {
  const image = x.rank === 4 ? x : reshapeUnsaved(x, [x.shape[0], 1, 1, scale.size]);
  const [y, mean, variance] = forward({ x: image, scale, offset }, { epsilon });
  return { y: x.rank === 4 ? y : reshapeUnsaved(y, x.shape), mean, variance };
}
