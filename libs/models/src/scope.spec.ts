import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { evalScope, tidyForward, trainingScope, type Weights } from './scope';

describe('scopes', () => {
  let weights: Weights;
  beforeAll(async () => {
    await openEngine({ backend: 'cpu' });
    weights = { parameters: { w: tf.scalar(1) }, buffers: { b: tf.scalar(2) } };
  });

  it('name a tensor that they do not have', () => {
    expect(() => evalScope(weights).parameter('v')).toThrow(/parameter v but the scope has w/);
    expect(() => trainingScope(weights).buffer('v')).toThrow(/buffer v but the scope has b/);
    expect(() => trainingScope(weights).update('v', tf.scalar(0))).toThrow(/buffer v/);
  });

  it('take no new values in eval mode', () => {
    expect(() => evalScope(weights).update('b', tf.scalar(0))).toThrow(/no new value for buffer b in eval mode/);
  });

  it('keep the newest values of buffers, and the result, of a tidy forward pass', () => {
    const scope = trainingScope(weights);
    const before = tf.memory().numTensors;
    const y = tidyForward(scope, (inside) => {
      for (let pass = 0; pass < 2; pass++) inside.update('b', tf.add(inside.buffer('b'), 1));
      return tf.mul(tf.square(inside.parameter('w')), 5);
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    expect([y, scope.buffer('b'), weights.buffers['b']!].map((tensor) => tensor.dataSync()[0])).toEqual([5, 4, 2]);
    expect(() => tidyForward(evalScope(weights), (inside) => (inside.update('b', tf.scalar(0)), y))).toThrow(
      /no new value for buffer b in eval mode/,
    );
  });
});
