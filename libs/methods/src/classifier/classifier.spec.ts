import * as tf from '@tensorflow/tfjs-core';
import { openEngine, valueAndGradients, type TensorMap } from '@amcl/engine';
import { evalScope, initializeBuffers, initializeParameters, resnet, trainingScope, type Arrays } from '@amcl/models';
import { randomStream } from '@amcl/random';
import { beforeAll, describe, expect, it } from 'vitest';
import { classifier } from './classifier';

const encoder = resnet({ name: 'resnet18', stem: 'cifar', width: 1 / 64 });
const LABELS = [
  [0, 2, 1, 2],
  [1, 1, 0, 2],
];
const task = classifier({ encoder, classes: 3, labelsOf: (step) => Int32Array.from(LABELS[step] ?? []) });

/** First values, the last layer drawn, too. */
function weights() {
  const tensors = (specs: readonly { name: string; shape: readonly number[] }[], arrays: Arrays): TensorMap =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
  const { module } = task;
  const random = randomStream(1, 'test');
  const values = initializeParameters(module, 1);
  const drawn = Object.fromEntries(
    ['fc.weight', 'fc.bias'].map((name) => [name, values[name]!.map(() => random.normal())]),
  );
  return {
    parameters: tensors(module.parameters, { ...values, ...drawn }),
    buffers: tensors(module.buffers, initializeBuffers(module, 1)),
  };
}

const images = () => tf.randomNormal([4, 8, 8, 3], 0, 1, 'float32', 3);

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('classifier', () => {
  it("adds torchvision's last layer, of zeros, to the encoder", () => {
    const last = task.module.parameters.slice(-2);
    expect(last.map(({ name, shape }) => [name, shape])).toEqual([
      ['fc.weight', [8, 3]],
      ['fc.bias', [3]],
    ]);
    for (const spec of last) expect(new Set(spec.initialize(randomStream(1, 'test')))).toEqual(new Set([0]));
    expect(task.network.parameters.map(({ name }) => `encoder.${name}`.replace('encoder.fc', 'fc'))).toEqual(
      task.module.parameters.map(({ name }) => name),
    );
    expect(task.network.features).toBe(3);
  });

  it('has the cross-entropy of its network with the labels of the step, and a gradient for every parameter', () => {
    tf.tidy(() => {
      const { parameters, buffers } = weights();
      const x = images();
      const labels = task.stepInputs!({ step: 1, steps: 2, seed: 1 })['labels'] as Int32Array;
      expect([...labels]).toEqual(LABELS[1]);
      const { loss, gradients } = valueAndGradients((moving) => {
        const scope = trainingScope({ parameters: moving, buffers });
        const targets = task.targets!([x], scope, { labels: tf.tensor1d(labels, 'int32') });
        return { loss: task.loss([task.encode(x, scope)], scope, targets).loss };
      }, parameters);
      const bare = (map: TensorMap) =>
        Object.fromEntries(Object.entries(map).map(([name, tensor]) => [name.replace('encoder.', ''), tensor]));
      const scope = trainingScope({ parameters: bare(parameters), buffers: bare(buffers) });
      const logits = task.network.forward(x, scope);
      const chosen = tf.sum(
        tf.mul(tf.logSoftmax(logits as tf.Tensor2D), tf.oneHot(tf.tensor1d(labels, 'int32'), 3)),
        1,
      );
      expect(loss.dataSync()[0]).toBeCloseTo(-(tf.mean(chosen).dataSync()[0] ?? NaN), 5);
      for (const [name, gradient] of Object.entries(gradients))
        expect(tf.max(tf.abs(gradient)).dataSync()[0], name).toBeGreaterThan(1e-7);
    });
  });

  it('says what it expects where it is given two views', () => {
    tf.tidy(() => {
      const features = tf.zeros([4, 8]);
      const scope = evalScope(weights());
      expect(() => task.loss([features, features], scope, {})).toThrow('Expected 1 view for classifier but received 2');
    });
  });
});
