import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, type TensorMap } from '@amcl/engine';
import { ntXentBank } from '@amcl/losses';
import { trainingScope } from '@amcl/models';
import { createMethod } from '../create-method';
import type { Method } from '../method';
import { BATCH, differentiate, inputsOf, METHODS, tiny, view, weightsOf } from '../testing/tiny';
import { batchShuffle } from './batch-shuffle';

beforeAll(() => openEngine({ backend: 'cpu' }));

const numbers = (x: tf.Tensor | undefined) => [...(x?.dataSync() ?? [])];
const plain = (changes: object = {}) => createMethod(tiny({ ...METHODS.moco, batchNormSplits: 1, ...changes }));
const rows = (x: tf.Tensor): number[][] => tf.reshape<tf.Rank.R2>(x, [-1, 5]).arraySync();

/** `afterStep` of a step whose parameters have become `moved`. */
function finish(
  method: Method,
  weights: { buffers: TensorMap },
  moved: TensorMap,
  targets: TensorMap,
  inputs: TensorMap,
) {
  const scope = trainingScope({ parameters: moved, buffers: weights.buffers });
  method.afterStep?.(scope, targets, inputs);
  return scope.buffers();
}

describe('the keys', () => {
  it("are the momentum copy's unit embeddings; at first those of the encoder itself", () => {
    tf.tidy(() => {
      const method = plain();
      const weights = weightsOf(method);
      const keys = differentiate(method, weights, [view(1), view(2)]).aux['target/keys1'];
      const own = method.module.forward(view(2), trainingScope(weights));
      expect(keys?.shape).toEqual([1, BATCH, 5]);
      numbers(keys).forEach((value, i) => expect(value).toBeCloseTo(own.dataSync()[i] ?? NaN, 5));
    });
  });

  it('keep their places, whatever the order in which they were normalised, and depend on it with split batch norm', () => {
    tf.tidy(() => {
      const split = createMethod(tiny(METHODS.moco));
      const weights = weightsOf(split);
      const keysAt = (step: number, of: Method) => {
        const scope = trainingScope(weights);
        return numbers(of.targets?.([view(1), view(2)], scope, inputsOf(of, step))['keys0']);
      };
      const difference = (a: number[], b: number[]) =>
        Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));
      expect(difference(keysAt(0, split), keysAt(1, split))).toBeGreaterThan(1e-3);
      expect(keysAt(1, split)).toEqual(keysAt(1, split));
      const { order, inverse } = batchShuffle(BATCH, 1, 0, 0);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect([...inverse].map((place) => order[place])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });
  });

  it('move the running statistics of the momentum copy, and no gradient reaches them', () => {
    tf.tidy(() => {
      const method = plain();
      const weights = weightsOf(method);
      const { aux, gradients } = differentiate(method, weights, [view(1), view(2)]);
      const name = 'momentum_encoder.bn1.running_mean';
      expect(numbers(aux[`buffer/${name}`])).not.toEqual(numbers(weights.buffers[name]));
      expect(Object.keys(gradients).filter((key) => key.startsWith('momentum'))).toEqual([]);
    });
  });
});

it('is the mean of both directions, each against the queue as it was', () => {
  tf.tidy(() => {
    const method = plain({ temperature: 0.2 });
    const weights = weightsOf(method);
    const { loss, aux } = differentiate(method, weights, [view(1), view(2)]);
    const queries = [view(1), view(2)].map((x) => method.module.forward(x, trainingScope(weights)));
    const keys = ['keys0', 'keys1'].map((name) => tf.squeeze(aux[`target/${name}`] as tf.Tensor, [0]));
    const queue = tf.squeeze(weights.buffers['queue'] as tf.Tensor, [0]);
    const one = (q: number, k: number) =>
      ntXentBank(queries[q]!, keys[k]!, queue, { temperature: 0.2 }).loss.dataSync()[0] ?? NaN;
    expect(loss.dataSync()[0]).toBeCloseTo((one(0, 1) + one(1, 0)) / 2, 5);
    expect(numbers(aux['buffer/queue'])).toEqual(numbers(weights.buffers['queue']));
  });
});

describe('after a step', () => {
  it('the queue holds the keys of both views once, the newest last, and the oldest are gone', () => {
    tf.tidy(() => {
      const method = plain({ queueSize: 2 * BATCH + 3 });
      const weights = weightsOf(method);
      const { aux, inputs } = differentiate(method, weights, [view(1), view(2)]);
      const targets = { keys0: aux['target/keys0']!, keys1: aux['target/keys1']! };
      const queue = rows(finish(method, weights, weights.parameters, targets, inputs)['queue']!);
      const old = rows(weights.buffers['queue']!);
      expect(queue).toEqual([...old.slice(-3), ...rows(targets.keys0), ...rows(targets.keys1)]);
    });
  });

  it('a queue smaller than the keys of a step holds the newest', () => {
    tf.tidy(() => {
      const method = plain({ queueSize: 5 });
      const weights = weightsOf(method);
      const { aux, inputs } = differentiate(method, weights, [view(1), view(2)]);
      const targets = { keys0: aux['target/keys0']!, keys1: aux['target/keys1']! };
      const queue = rows(finish(method, weights, weights.parameters, targets, inputs)['queue']!);
      expect(queue).toEqual(rows(targets.keys1).slice(-5));
    });
  });

  it('the momentum copy has gone 1 - momentum of the way to the new parameters', () => {
    tf.tidy(() => {
      const method = plain({ momentum: 0.75 });
      const weights = weightsOf(method);
      const { aux, inputs } = differentiate(method, weights, [view(1), view(2)]);
      const moved = Object.fromEntries(Object.entries(weights.parameters).map(([name, x]) => [name, tf.add(x, 1)]));
      const targets = { keys0: aux['target/keys0']!, keys1: aux['target/keys1']! };
      const buffers = finish(method, weights, moved, targets, inputs);
      for (const name of ['encoder.layer1.0.conv1.weight', 'projection_head.layers.0.weight']) {
        const old = numbers(weights.parameters[name]);
        numbers(buffers[`momentum_${name}`]).forEach((value, i) =>
          expect(value).toBeCloseTo((old[i] ?? NaN) + 0.25, 5),
        );
      }
    });
  });
});

it('has a queue and a momentum copy for each head with AMCL', () => {
  const { module } = createMethod(tiny(METHODS.moco, { heads: 3 }));
  const shapes = Object.fromEntries(module.buffers.map(({ name, shape }) => [name, shape]));
  expect(shapes['queue']).toEqual([3, 11, 5]);
  expect(shapes['momentum_projection_head.2.layers.0.weight']).toEqual([8, 6]);
  expect(Object.keys(shapes).some((name) => name.includes('momentum_temperature'))).toBe(false);
});
