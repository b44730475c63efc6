import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { initializeBuffers, initializeParameters, type Arrays } from '@amcl/models';
import { tinyMethod, tinyMoco } from './testing/tiny-method';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

/** Values unlike those of any seed, by bare names. */
function otherEncoder({ encoder }: ReturnType<typeof tinyMethod>): Arrays {
  const drawn = { ...initializeParameters(encoder, 77), ...initializeBuffers(encoder, 77) };
  return Object.fromEntries(Object.entries(drawn).map(([name, values]) => [name, values.map((value) => value + 3)]));
}

describe('TrainingState.initialize', () => {
  it('begins with momentum copies equal to what they copy, and with slots of zeros', () => {
    const method = tinyMoco();
    const { parameters, buffers, slots, step } = TrainingState.initialize(method, 1).toArrays();
    const copies = method.module.buffers.filter(({ copyOf }) => copyOf !== undefined);
    expect(copies.map(({ name }) => name)).toContain('momentum_encoder.conv1.weight');
    for (const { name, copyOf } of copies) expect(buffers[name], name).toEqual(parameters[copyOf ?? '']);
    for (const [name, values] of Object.entries(slots)) expect(values, name).toEqual(new Float32Array(values.length));
    expect(Object.keys(slots)).toEqual(Object.keys(parameters));
    expect(step).toBe(0);
  });

  it('takes the encoder that it is given, in its momentum copy too, and draws all else as without it', () => {
    const method = tinyMoco();
    const encoder = otherEncoder(method);
    const drawn = TrainingState.initialize(method, 1).toArrays();
    const given = TrainingState.initialize(method, 1, encoder).toArrays();
    for (const { name } of method.encoder.parameters) {
      expect(given.parameters[`encoder.${name}`], name).toEqual(encoder[name]);
      expect(given.buffers[`momentum_encoder.${name}`], name).toEqual(encoder[name]);
    }
    for (const { name } of method.encoder.buffers) expect(given.buffers[`encoder.${name}`]).toEqual(encoder[name]);
    const rest = /^(projection_head|temperature|momentum_projection_head|queue)/;
    for (const kind of ['parameters', 'buffers'] as const)
      for (const name of Object.keys(drawn[kind]).filter((key) => rest.test(key)))
        expect(given[kind][name], name).toEqual(drawn[kind][name]);
  });

  it('refuses a part of an encoder, and tensors of another size', () => {
    const method = tinyMethod();
    const { 'bn1.running_var': absent, ...part } = otherEncoder(method);
    expect(absent).toBeDefined();
    expect(() => TrainingState.initialize(method, 1, part)).toThrow(/every tensor of the encoder .* bn1.running_var/);
    const wider = otherEncoder(tinyMethod({ encoder: { width: 1 / 16 } }));
    expect(() => TrainingState.initialize(method, 1, wider)).toThrow();
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    TrainingState.initialize(tinyMoco(), 1, otherEncoder(tinyMoco())).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
