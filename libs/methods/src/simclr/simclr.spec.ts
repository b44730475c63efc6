import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, type TensorMap } from '@amcl/engine';
import { ntXent } from '@amcl/losses';
import { initializeBuffers, initializeParameters, trainingScope, type Arrays, type Module } from '@amcl/models';
import { createMethod } from './create-method';

beforeAll(() => openEngine({ backend: 'cpu' }));

const section = (hidden: number | null) =>
  ({
    method: { name: 'simclr', temperature: 0.3, projectionHead: { hidden, output: 5 } },
    encoder: { name: 'resnet18', stem: 'cifar', width: 1 / 64 },
  }) as const;

const shapes = (module: Module) => Object.fromEntries(module.parameters.map(({ name, shape }) => [name, shape]));

describe('createMethod', () => {
  it("takes the experiment's sizes; a hidden layer of null has the encoder's", () => {
    expect(shapes(createMethod(section(7)).module)).toMatchObject({
      'encoder.conv1.weight': [3, 3, 3, 1],
      'projection_head.layers.0.weight': [8, 7],
      'projection_head.layers.3.weight': [7, 5],
    });
    expect(shapes(createMethod(section(null)).projectionHead)['layers.0.weight']).toEqual([8, 8]);
  });
});

describe('simclr', () => {
  const method = createMethod(section(null));
  const { module } = method;
  const weights = () => {
    const tensors = (specs: Module['parameters'] | Module['buffers'], arrays: Arrays): TensorMap =>
      Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
    return {
      parameters: tensors(module.parameters, initializeParameters(module, 1)),
      buffers: tensors(module.buffers, initializeBuffers(module, 1)),
    };
  };
  const view = (seed: number) => tf.randomNormal([4, 8, 8, 3], 0, 1, 'float32', seed);

  it("is NT-Xent of the two views' embeddings, each normalised by its own statistics", () => {
    const [first, second] = [view(1), view(2)];
    const state = weights();
    const embedding = (x: tf.Tensor) => module.forward(x, trainingScope(state));
    const want = ntXent(embedding(first), embedding(second), { temperature: 0.3 }).dataSync()[0];
    expect(method.loss([first, second], trainingScope(state)).loss.dataSync()[0]).toBe(want);
  });

  it('moves the running statistics by both views, the second after the first', () => {
    const [first, second] = [view(1), view(2)];
    const state = weights();
    const [both, oneByOne] = [trainingScope(state), trainingScope(state)];
    method.loss([first, second], both);
    module.forward(first, oneByOne);
    module.forward(second, oneByOne);
    const name = 'projection_head.layers.4.running_var';
    expect(both.buffers()[name]?.dataSync()).toEqual(oneByOne.buffers()[name]?.dataSync());
  });

  it('encodes to features, of which the module makes the embedding', () => {
    const scope = trainingScope(weights());
    expect(method.encode(view(1), scope).shape).toEqual([4, method.encoder.features]);
    expect(module.forward(view(1), scope).shape).toEqual([4, 5]);
  });

  it.each([1, 3])('refuses %i views', (count) => {
    const views = Array.from({ length: count }, () => view(1));
    expect(() => method.loss(views, trainingScope(weights()))).toThrow(
      `Expected 2 views for simclr but received ${count}`,
    );
  });
});
