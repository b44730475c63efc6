import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize, type TensorMap } from '@amcl/engine';
import { amclMoco, ntXentBank, type LossStatistics, type LossValue } from '@amcl/losses';
import {
  enqueue,
  momentumCopy,
  prefixed,
  prefixedScope,
  projectionHead,
  queueBuffer,
  resnet,
  tidyForward,
  updateMomentumCopy,
  type Scope,
} from '@amcl/models';
import { headCount, headsOf } from '../amcl/heads';
import { temperatureOf } from '../amcl/temperature';
import type { Method } from '../method';
import type { MethodOptions } from '../method-options';
import { networksOf } from '../networks';
import { ENCODER_PREFIX, HEAD_PREFIX } from '../parts';
import type { StepInputs } from '../task';
import { twoViews } from '../two-views';
import { batchShuffle } from './batch-shuffle';
import { momentumAt } from './momentum-at';

const QUEUE = 'queue';
const MOMENTUM = 'momentum_';
/** The views, as queries and as keys. */
const VIEWS = [0, 1] as const;

/**
 * MoCo v2 (arXiv 2003.04297) as trained on CIFAR: queries of the encoder, keys of its momentum copy, negatives from a queue of earlier
 * keys, one queue a head; with AMCL equation 2.1 over the queue. The loss is symmetric: each view is query and key once,
 * both against the queue as it was before the step, and the keys of both enter it once, after the step.
 */
export function moco({ method, amcl, encoder: encoderOptions, batchSize }: MethodOptions<'moco'>): Method {
  const { batchNormSplits, queueSize } = method;
  const encoder = resnet({ ...encoderOptions, batchNormSplits });
  const { hidden, output } = method.projectionHead;
  const heads = headsOf(amcl, hidden ?? encoder.features, (size) =>
    projectionHead({ kind: 'moco', dims: [encoder.features, size, output] }),
  );
  const copies = [
    { prefix: ENCODER_PREFIX, module: encoder, copy: momentumCopy(encoder, ENCODER_PREFIX) },
    { prefix: HEAD_PREFIX, module: heads, copy: momentumCopy(heads, HEAD_PREFIX) },
  ];
  const temperature = amcl && temperatureOf(amcl.temperature, output);
  const count = headCount(amcl);
  const { project, ...networks } = networksOf({
    encoder,
    projectionHead: heads,
    embeddingSize: output * count,
    others: [
      ...copies.map(({ prefix, copy }) => prefixed(MOMENTUM + prefix, copy)),
      { parameters: [], buffers: [queueBuffer({ name: QUEUE, heads: count, size: queueSize, dim: output })] },
      ...(temperature ? [temperature.specs] : []),
    ],
  });

  const shuffled = batchNormSplits > 1;
  /** The keys of a view, unit rows [C, B, D]; its activations are gone before the next view. */
  const keysOf = (view: tf.Tensor, index: number, scope: Scope, inputs: TensorMap): tf.Tensor3D =>
    tidyForward(scope, (inside) => {
      const images = shuffled ? tf.gather(view, inputs[`order${index}`] as tf.Tensor1D) : view;
      const z = copies.reduce(
        (x, { prefix, copy }) => copy.forward(x, prefixedScope(MOMENTUM + prefix, inside)),
        images,
      );
      const unit = l2Normalize(tf.reshape(z, [-1, output]));
      const keys = tf.reshape<tf.Rank.R3>(unit, [count, batchSize, output]);
      return shuffled ? tf.gather(keys, inputs[`inverse${index}`] as tf.Tensor1D, 1) : keys;
    });

  const contrast = (query: tf.Tensor, keys: tf.Tensor, scope: Scope): LossValue => {
    const queue = scope.buffer(QUEUE);
    if (!amcl || !temperature)
      return ntXentBank(query, tf.squeeze(keys, [0]), tf.squeeze(queue, [0]), { temperature: method.temperature });
    const { beta, hardest } = amcl;
    return amclMoco(query, keys, queue, { temperature: temperature.pairs(scope), beta, hardest });
  };

  return {
    ...networks,
    name: method.name,
    views: 2,
    stepInputs: (at) => {
      const inputs: Record<string, StepInputs[string]> = { momentum: momentumAt(method, at) };
      if (!shuffled) return inputs;
      for (const view of VIEWS) {
        const { order, inverse } = batchShuffle(batchSize, at.seed, at.step, view);
        inputs[`order${view}`] = order;
        inputs[`inverse${view}`] = inverse;
      }
      return inputs;
    },
    targets: (views, scope, inputs) => {
      const [first, second] = twoViews(method.name, views);
      return { keys0: keysOf(first, 0, scope, inputs), keys1: keysOf(second, 1, scope, inputs) };
    },
    loss: (features, scope, targets) => {
      const [first, second] = twoViews(method.name, features);
      const q0 = project(first, scope);
      const q1 = project(second, scope);
      const forth = contrast(q0, targets['keys1'] as tf.Tensor, scope);
      const back = contrast(q1, targets['keys0'] as tf.Tensor, scope);
      const loss = tf.div<tf.Scalar>(tf.add(forth.loss, back.loss), 2);
      return { loss, statistics: bothOf(forth.statistics, back.statistics), embedding: q0 };
    },
    afterStep: (scope, targets, inputs) => {
      const momentum = inputs['momentum'] as tf.Scalar;
      for (const { prefix, module } of copies) {
        const from = prefixedScope(prefix, scope);
        updateMomentumCopy(module, { from, to: prefixedScope(MOMENTUM + prefix, scope), momentum });
      }
      const keys = tf.concat([targets['keys0'] as tf.Tensor3D, targets['keys1'] as tf.Tensor3D], 1);
      scope.update(QUEUE, enqueue(scope.buffer(QUEUE) as tf.Tensor3D, keys));
    },
  };
}

/** The statistics of both directions, side by side: of AMCL the heads stay the first axis. */
function bothOf(forth: LossStatistics, back: LossStatistics): LossStatistics {
  const names = Object.keys(forth) as (keyof LossStatistics)[];
  const joined: Partial<Record<keyof LossStatistics, tf.Tensor>> = {};
  for (const name of names) joined[name] = tf.concat([forth[name] as tf.Tensor, back[name] as tf.Tensor], -1);
  return joined as LossStatistics;
}
