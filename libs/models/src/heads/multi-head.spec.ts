import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine, valueAndGradients, type TensorMap } from '@amcl/engine';
import { prefixedScope } from '../module';
import { evalScope, trainingScope } from '../scope';
import { expectNear, normals } from '../testing/numbers';
import { weightsOf } from '../testing/weights-of';
import { multiHead } from './multi-head';
import { projectionHead } from './projection-head';

const [C, B, F, D] = [3, 6, 5, 4];
const head = projectionHead({ kind: 'simclr', dims: [F, 7, D] });
const heads = multiHead({ count: C, head });

describe('multiHead', () => {
  it('refuses no heads', () => {
    expect(() => multiHead({ count: 0, head })).toThrow(/1 or more for the count of heads but received 0/);
    expect(() => multiHead({ count: 1.5, head })).toThrow(/received 1.5/);
  });

  it('names the tensors of each head behind its number', () => {
    expect(heads.parameters).toHaveLength(C * head.parameters.length);
    expect(heads.parameters.map(({ name }) => name)).toContain('2.layers.3.weight');
    expect(heads.buffers.map(({ name }) => name)).toContain('0.layers.1.running_mean');
  });
});

describe.each(['cpu', 'wasm', 'auto'] as const)('multiHead on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it('starts every head at values of its own', () => {
    tf.tidy(() => {
      const { parameters } = weightsOf(heads);
      expect(parameters['0.layers.0.weight']!.dataSync()).not.toEqual(parameters['1.layers.0.weight']!.dataSync());
    });
  });

  it.each([
    ['shared by all heads', [B, F]],
    ['of one each', [C, B, F]],
  ])('is each head by itself on input %s: outputs, gradients, running statistics', (_, shape) => {
    tf.tidy(() => {
      const { parameters, buffers } = weightsOf(heads);
      const x = tf.tensor(normals(shape, 1), shape);
      const weight = tf.tensor3d(normals([C, B, D], 2), [C, B, D]);
      const differentiate = (forward: (all: TensorMap, scope: ReturnType<typeof trainingScope>) => tf.Tensor) =>
        valueAndGradients<TensorMap>(
          (all) => {
            const scope = trainingScope({ parameters: all, buffers });
            const y = forward(all, scope);
            return { loss: tf.sum<tf.Scalar>(tf.mul(y, weight)), aux: { y, ...scope.buffers() } };
          },
          { ...parameters, x },
        );
      const together = differentiate((all, scope) => heads.forward(all['x']!, scope));
      const alone = differentiate((all, scope) => {
        const input = (c: number) => (shape.length === 2 ? all['x']! : tf.squeeze(tf.slice(all['x']!, [c], [1]), [0]));
        return tf.stack([0, 1, 2].map((c) => head.forward(input(c), prefixedScope(`${c}.`, scope))));
      });
      expect(together.aux['y']!.shape).toEqual([C, B, D]);
      for (const name of Object.keys(alone.aux)) expectNear(together.aux[name]!, alone.aux[name]!.dataSync());
      for (const name of Object.keys(alone.gradients))
        expectNear(together.gradients[name]!, alone.gradients[name]!.dataSync());
    });
  });

  it('is of rank 3 also with one head, leaves no tensor behind, and refuses other inputs', () => {
    const one = multiHead({ count: 1, head });
    const weights = weightsOf(one);
    const x = tf.ones([B, F]);
    const before = tf.memory().numTensors;
    const y = tf.tidy(() => one.forward(x, evalScope(weights)));
    expect(y.shape).toEqual([1, B, D]);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(() => one.forward(tf.ones([2, B, F]), evalScope(weights))).toThrow(
      /\[B, F\] or \[1, B, F\] .* received \[2, 6, 5\]/,
    );
    expect(() => one.forward(tf.ones([F]), evalScope(weights))).toThrow(/received \[5\]/);
  });
});
