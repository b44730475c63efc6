import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { parityTensor } from '../testing/parity-tensor';
import { momentumUpdate } from './momentum-update';

describe.each(['cpu', 'wasm', 'auto'] as const)('momentumUpdate on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each(casesOf('ema'))('is equal to lightly in $name, and leaves no tensor but the result', (parityCase) => {
    const [key, query] = ['k', 'q'].map((name) => parityTensor(parityCase, 'in', name)) as [tf.Tensor, tf.Tensor];
    const momentum = tf.scalar(parityCase.params['momentum'] as number);
    const before = tf.memory().numTensors;
    const moved = momentumUpdate(key, query, momentum);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(mismatch(parityCase, 'out', 'k', moved.dataSync())).toBeNull();
  });

  it('keeps the key at momentum 1 and takes the query at 0', () => {
    const [key, query] = [tf.tensor1d([1, -2.5]), tf.tensor1d([3, 1e-3])];
    expect(momentumUpdate(key, query, tf.scalar(1)).dataSync()).toEqual(key.dataSync());
    expect(momentumUpdate(key, query, tf.scalar(0)).dataSync()).toEqual(query.dataSync());
  });
});
