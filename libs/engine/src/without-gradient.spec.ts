import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { eachBackend } from './testing/each-backend';
import { valueAndGradients } from './value-and-gradients';
import { stopGradient, withoutGradient } from './without-gradient';

const values = (x: tf.Tensor | undefined) => [...(x?.dataSync() ?? [])];

eachBackend('withoutGradient', () => {
  it('makes a constant of what it computes', () => {
    tf.tidy(() => {
      const { loss, gradients } = valueAndGradients(
        ({ x }) => ({
          loss: tf.sum<tf.Scalar>(
            tf.mul(
              x as tf.Tensor,
              withoutGradient(() => tf.square(x as tf.Tensor)),
            ),
          ),
        }),
        { x: tf.tensor1d([2, 3]) },
      );
      expect(values(loss)).toEqual([35]);
      expect(values(gradients['x'])).toEqual([4, 9]);
    });
  });

  it('stops the gradient of one use of a tensor, not of the others', () => {
    tf.tidy(() => {
      const { gradients } = valueAndGradients(
        ({ x }) => ({ loss: tf.sum<tf.Scalar>(tf.mul(x as tf.Tensor, stopGradient(x as tf.Tensor))) }),
        { x: tf.tensor1d([2, 3]) },
      );
      expect(values(gradients['x'])).toEqual([2, 3]);
    });
  });

  it('is left with the gradient on, also by an error', () => {
    expect(() =>
      withoutGradient(() => {
        throw new Error('inside');
      }),
    ).toThrow('inside');
    tf.tidy(() => {
      const { gradients } = valueAndGradients(({ x }) => ({ loss: tf.sum<tf.Scalar>(tf.square(x as tf.Tensor)) }), {
        x: tf.tensor1d([2]),
      });
      expect(values(gradients['x'])).toEqual([4]);
    });
  });

  it('saves nothing for a gradient', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      let inside = 0;
      valueAndGradients(
        ({ x }) => {
          const before = tf.memory().numTensors;
          withoutGradient(() => tf.tidy(() => tf.sum(tf.exp(tf.square(x as tf.Tensor))))).dispose();
          inside = tf.memory().numTensors - before;
          return { loss: tf.sum<tf.Scalar>(x as tf.Tensor) };
        },
        { x },
      );
      expect(inside).toBe(0);
    });
  });
});
