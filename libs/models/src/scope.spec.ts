import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { evalScope, trainingScope, type Weights } from './scope';

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
});
