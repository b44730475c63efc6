import { createMethod, type Method } from '@amcl/methods';
import { batchNormAndBiasNames } from '@amcl/models';
import { randomStream } from '@amcl/random';
import type { StepOptions, ViewBatch } from './train-step';

/** For tests: the narrowest SimCLR that an experiment can ask for. */
export function tinyMethod(): Method {
  return createMethod({
    method: { name: 'simclr', temperature: 0.5, projectionHead: { hidden: null, output: 6 } },
    encoder: { name: 'resnet18', stem: 'cifar', width: 1 / 32 },
  });
}

/** For tests: two random views of 4 images of 8x8 pixels, over shared memory as those of the worker threads. */
export function tinyBatch(step: number): ViewBatch {
  const shape = [4, 8, 8, 3] as const;
  const view = (index: number) => {
    const random = randomStream(1, 'test views', step, index);
    const values = new Float32Array(new SharedArrayBuffer(4 * 8 * 8 * 3 * 4));
    return values.map(() => random.normal());
  };
  return { shape, views: [view(0), view(1)] };
}

/** For tests: the options of a step, decay on weights alone. */
export function tinyOptions(method: Method): StepOptions & { lr: number } {
  return { lr: 0.05, momentum: 0.9, weightDecay: 5e-4, exclude: batchNormAndBiasNames(method.module) };
}
