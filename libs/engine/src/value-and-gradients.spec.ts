import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectClose } from './testing/check-op';
import { eachBackend } from './testing/each-backend';
import { valueAndGradients } from './value-and-gradients';

eachBackend('valueAndGradients', () => {
  it('returns the loss, every gradient by name, and the auxiliary tensors', () => {
    tf.tidy(() => {
      const { loss, gradients, aux } = valueAndGradients(
        ({ a, b }) => {
          const product = tf.mul(a!, b!);
          return { loss: tf.sum(product), aux: { product, input: a! } };
        },
        { a: tf.tensor1d([1, 2]), b: tf.tensor1d([3, 4]) },
      );
      expectClose(loss, [11], 0, 'loss');
      expectClose(gradients['a']!, [3, 4], 0, 'a');
      expectClose(gradients['b']!, [1, 2], 0, 'b');
      expectClose(aux.product, [3, 8], 0, 'product');
      expectClose(aux.input, [1, 2], 0, 'input');
    });
  });

  it('leaves the loss, the gradients and the auxiliary tensors, and nothing else', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const before = tf.memory().numTensors;
    const { loss, gradients, aux } = valueAndGradients(
      ({ x }) => {
        const square = tf.square(tf.sin(x!));
        return { loss: tf.mean(square), aux: { square } };
      },
      { x },
    );
    const made = tf.memory().numTensors - before;
    tf.dispose([loss, gradients, aux]);
    const left = tf.memory().numTensors - before;
    tf.dispose(x);
    expect([made, left]).toEqual([3, 0]);
  });

  it('leaves the ownership of its results to a tidy around it', () => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      valueAndGradients(({ x }) => ({ loss: tf.sum(x!), aux: { x: x! } }), { x: tf.ones([2]) });
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names a parameter on which the loss does not depend, and leaks nothing then', () => {
    tf.tidy(() => {
      const parameters = { used: tf.ones([2]), idle: tf.ones([2]) };
      const before = tf.memory().numTensors;
      expect(() =>
        valueAndGradients(({ used }) => ({ loss: tf.sum(used!), aux: { used: used! } }), parameters),
      ).toThrow(/does not on: idle/);
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('leaks nothing when the function throws', () => {
    tf.tidy(() => {
      const x = tf.ones([2]);
      const before = tf.memory().numTensors;
      const fails = () => {
        tf.square(x);
        throw new Error('no loss');
      };
      expect(() => valueAndGradients(fails, { x })).toThrow('no loss');
      expect(tf.memory().numTensors).toBe(before);
    });
  });

  it('rejects a loss that is no scalar, and an empty list of parameters', () => {
    tf.tidy(() => {
      const x = tf.ones([2]);
      expect(() => valueAndGradients(({ x }) => ({ loss: x as tf.Scalar }), { x })).toThrow(/scalar.*shape \[2\]/);
      expect(() => valueAndGradients(() => ({ loss: tf.scalar(1) }), {})).toThrow(/at least one/);
    });
  });
});
