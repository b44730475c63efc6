import { resolveExperiment, type ExperimentInput } from '@amcl/experiment';
import { createMethod, type Method } from '@amcl/methods';
import { batchNormAndBiasNames } from '@amcl/models';
import { randomStream } from '@amcl/random';
import type { TrainStepOptions, ViewBatch } from '../train-step';

/** For tests: a small SimCLR with the narrowest encoder; `changes` of section pretrain. */
export function tinyMethod(changes: NonNullable<ExperimentInput['pretrain']> = {}): Method {
  const pretrain = {
    method: { name: 'simclr', projectionHead: { output: 6 } },
    encoder: { width: 1 / 32 },
    batchSize: 4,
    ...changes,
  } as const;
  return createMethod(resolveExperiment({ pretrain }, 'tiny').pretrain);
}

/** For tests: MoCo with AMCL, which has all that a method may have: targets, step inputs, buffers that a step carries on. */
export function tinyMoco(batchNormSplits = 2): Method {
  return tinyMethod({
    method: { name: 'moco', queueSize: 9, momentum: 0.75, batchNormSplits, projectionHead: { hidden: 5, output: 6 } },
    amcl: { heads: 2, temperature: { kind: 'adaptive', hidden: 4 } },
  });
}

/** For tests: two random views of `count` images of `size` x `size` pixels, over shared memory as those of worker threads. */
export function tinyBatch(step: number, count = 4, size = 8): ViewBatch {
  const shape = [count, size, size, 3] as const;
  const view = (index: number) => {
    const random = randomStream(1, 'test views', step, index);
    const values = new Float32Array(new SharedArrayBuffer(4 * count * size * size * 3));
    for (let i = 0; i < values.length; i++) values[i] = random.normal();
    return values;
  };
  return { shape, views: [view(0), view(1)] };
}

/** For tests: the options of a step, decay on weights alone. */
export function tinyOptions(method: Method): TrainStepOptions {
  const exclude = batchNormAndBiasNames(method.module);
  return {
    lr: 0.05,
    seed: 1,
    steps: 10,
    optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4, exclude, trustCoefficient: 1e-3 },
    clipNorm: null,
    microBatchSize: null,
  };
}
