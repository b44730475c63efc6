import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { evalScope } from '@amcl/models';
import { createMethod } from './create-method';
import { BATCH, differentiate, METHODS, tiny, view, weightsOf } from './testing/tiny';

const names = Object.keys(METHODS) as (keyof typeof METHODS)[];
const ADAPTIVE = { heads: 3, temperature: { hidden: 4, lower: 0.1, upper: 1.5 } };

const shapes = (specs: readonly { name: string; shape: readonly number[] }[]) =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, shape]));
const size = (specs: readonly { shape: readonly number[] }[]) =>
  specs.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);

describe('the parameters of a method', () => {
  it("have the experiment's sizes; a hidden layer of null has the encoder's", () => {
    expect(
      shapes(createMethod(tiny({ name: 'simclr', projectionHead: { hidden: 7, output: 5 } })).module.parameters),
    ).toMatchObject({
      'encoder.conv1.weight': [3, 3, 3, 1],
      'projection_head.layers.0.weight': [8, 7],
      'projection_head.layers.3.weight': [7, 5],
    });
    const own = createMethod(tiny({ name: 'simclr' })).module.parameters;
    expect(shapes(own)['projection_head.layers.0.weight']).toEqual([8, 8]);
  });

  it.each(names)('are those of C heads and one temperature network for %s with AMCL', (name) => {
    const { module, embeddingSize } = createMethod(tiny(METHODS[name], ADAPTIVE));
    const found = shapes(module.parameters);
    for (const head of [0, 1, 2]) expect(found[`projection_head.${head}.layers.0.weight`]).toEqual([8, 6]);
    expect(found['projection_head.3.layers.0.weight']).toBeUndefined();
    expect(found['temperature.0.weight']).toEqual([name === 'barlow-twins' ? BATCH : 5, 4]);
    expect(found['temperature.2.weight']).toEqual([4, 1]);
    expect(embeddingSize).toBe(15);
    expect(Object.keys(found).some((key) => key === 'prediction_head.2.layers.0.weight')).toBe(name === 'simsiam');
  });

  it.each(names)('of one wide head are about as many as those of the heads it stands for: %s', (name) => {
    const heads = createMethod(tiny(METHODS[name], { heads: 3, temperature: { kind: 'fixed', value: 0.5 } }));
    const wide = createMethod(
      tiny(METHODS[name], { heads: 3, wideHead: true, temperature: { kind: 'fixed', value: 0.5 } }),
    );
    const encoder = size(heads.encoder.parameters);
    const [many, one] = [size(heads.module.parameters) - encoder, size(wide.module.parameters) - encoder];
    expect(Math.abs(one / many - 1)).toBeLessThan(0.1);
    expect(wide.embeddingSize).toBe(5);
  });
});

// auto: tensorflow where the machine has it.
describe.each(['cpu', 'auto', 'wasm'] as const)('each method on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  const settings = [
    null,
    ADAPTIVE,
    { heads: 2, hardest: 1, temperature: { kind: 'global' } },
    { heads: 1, beta: 0, temperature: { kind: 'fixed', value: 0.5 } },
  ];
  const cases = names.flatMap((name) => settings.map((amcl) => [name, amcl] as const));

  it.each(cases)('%s with AMCL %j has a finite gradient for every parameter', (name, amcl) => {
    tf.tidy(() => {
      const method = createMethod(tiny(METHODS[name], amcl));
      const { loss, gradients, aux } = differentiate(method, weightsOf(method), [view(1), view(2)]);
      expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
      for (const [parameter, gradient] of Object.entries(gradients)) {
        const values = [...gradient.dataSync()];
        expect(values.every(Number.isFinite), parameter).toBe(true);
      }
      expect(gradients['encoder.conv1.weight']?.dataSync().some((value) => value !== 0)).toBe(true);
      expect(aux['positiveSimilarity']?.size).toBeGreaterThan(0);
      expect(aux['positiveTemperature']?.shape[0]).toBe(amcl?.heads);
      expect(aux['negativeTemperature']?.shape[0]).toBe(name === 'simsiam' ? undefined : amcl?.heads);
    });
  });

  it.each(cases)('%s with AMCL %j leaves as many tensors as it found', (name, amcl) => {
    const method = createMethod(tiny(METHODS[name], amcl));
    const before = tf.memory().numTensors;
    tf.tidy(() => void differentiate(method, weightsOf(method), [view(1), view(2)]));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('embed', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it.each(names)("puts the heads' unit embeddings side by side: %s", (name) => {
    tf.tidy(() => {
      const method = createMethod(tiny(METHODS[name], ADAPTIVE));
      const scope = evalScope(weightsOf(method));
      const x = view(1);
      const embedding = method.embed(method.encode(x, scope), scope);
      expect(embedding.shape).toEqual([BATCH, 15]);
      const squares = tf.sum(tf.reshape(tf.square(embedding), [BATCH * 3, 5]), 1);
      for (const square of squares.dataSync()) expect(square).toBeCloseTo(1, 4);
      expect([...method.module.forward(x, scope).dataSync()]).toEqual([...embedding.dataSync()]);
    });
  });
});

it.each(names)('%s refuses another number of views than 2', (name) => {
  tf.tidy(() => {
    const method = createMethod(tiny(METHODS[name]));
    expect(() => differentiate(method, weightsOf(method), [view(1)])).toThrow(
      `Expected 2 views for ${name} but received 1`,
    );
  });
});
