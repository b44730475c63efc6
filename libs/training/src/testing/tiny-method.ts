import { createMethod, type Method } from '@amcl/methods';
import { batchNormAndBiasNames } from '@amcl/models';
import { randomStream } from '@amcl/random';
import type { StepOptions, ViewBatch } from '../train-step';

/** For tests: the narrowest SimCLR that an experiment can ask for. */
export function tinyMethod(): Method {
  return createMethod({
    method: { name: 'simclr', temperature: 0.5, projectionHead: { hidden: null, output: 6 } },
    encoder: { name: 'resnet18', stem: 'cifar', width: 1 / 32 },
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
export function tinyOptions(method: Method): StepOptions & { lr: number } {
  return { lr: 0.05, momentum: 0.9, weightDecay: 5e-4, exclude: batchNormAndBiasNames(method.module) };
}
