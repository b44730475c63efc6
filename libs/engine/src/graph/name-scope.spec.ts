import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../open-engine';
import { relu } from '../ops/relu';
import { valueAndGradients } from '../value-and-gradients';
import { capture } from './capture';
import { inNameScope, nameScope } from './name-scope';

beforeAll(() => openEngine({ backend: 'tensorflow' }));

describe('inNameScope', () => {
  it('nests, and ends where its function throws', () => {
    expect(inNameScope('layer1.', () => inNameScope('conv1.', nameScope))).toBe('layer1.conv1/');
    expect(() => inNameScope('a.', () => relu(null as unknown as tf.Tensor))).toThrow();
    expect(nameScope()).toBe('');
  });

  it('names the operations of a captured function, and those of the gradients of our kernels', () => {
    const captured = capture(
      ({ w }) => {
        const { loss, gradients } = valueAndGradients(
          (weights) => ({
            loss: tf.sum<tf.Scalar>(inNameScope('block.', () => relu(weights['w'] as tf.Tensor))),
          }),
          { w: w as tf.Tensor },
        );
        return { state: { w: gradients['w'] as tf.Tensor }, outputs: { loss } };
      },
      { w: { shape: [2], data: Float32Array.of(1, 2) } },
      {},
    );
    const ops = captured.profile({});
    captured.dispose();
    const named = ops.filter(({ name }) => name.startsWith('block/')).map(({ name }) => name.replace(/_\d+$/, ''));
    expect(named).toEqual(expect.arrayContaining(['block/Relu', 'block/ReluGrad']));
  });
});
