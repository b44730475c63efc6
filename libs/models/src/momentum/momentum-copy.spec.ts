import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '@amcl/engine';
import { fromFile, toFile } from '../files/file-layout';
import { multiHead } from '../heads/multi-head';
import { projectionHead } from '../heads/projection-head';
import { initializeBuffers, initializeParameters } from '../initialize';
import { prefixed, prefixedScope, sequential } from '../module';
import { residualNetwork } from '../resnet/resnet';
import { evalScope, trainingScope } from '../scope';
import { expectNear, normals } from '../testing/numbers';
import { weightsOf } from '../testing/weights-of';
import { momentumCopy } from './momentum-copy';
import { updateMomentumCopy } from './update-momentum-copy';

beforeAll(() => openEngine({ backend: 'cpu' }));

const encoder = residualNetwork({ block: 'basic', layers: [1, 1], stem: 'cifar', base: 2 });
const heads = multiHead({ count: 2, head: projectionHead({ kind: 'simclr', dims: [encoder.features, 6, 3] }) });
const network = sequential([prefixed('encoder.', encoder), prefixed('head.', heads)]);
const copy = sequential([
  prefixed('momentum_encoder.', momentumCopy(encoder, 'encoder.')),
  prefixed('momentum_head.', momentumCopy(heads, 'head.')),
]);
const both = { parameters: network.parameters, buffers: [...network.buffers, ...copy.buffers] };
const images = () => tf.tensor4d(normals([4, 6, 6, 3], 1), [4, 6, 6, 3]);

describe('momentumCopy', () => {
  it('has no parameters, and its buffers start as the parameters that they follow', () => {
    expect(copy.parameters).toEqual([]);
    expect(copy.buffers).toHaveLength(network.parameters.length + network.buffers.length);
    const parameters = initializeParameters(network, 7);
    const buffers = initializeBuffers(copy, 7);
    for (const { name } of network.parameters) expect(buffers[`momentum_${name}`]).toEqual(parameters[name]);
    expect(buffers['momentum_encoder.bn1.running_var']).toEqual(Float32Array.of(1, 1));
  });

  it('is the network itself at first, in eval mode', () => {
    tf.tidy(() => {
      const scope = evalScope(weightsOf(both));
      const features = copy.forward(images(), scope);
      expect(features.shape).toEqual([2, 4, 3]);
      expect(features.dataSync()).toEqual(network.forward(images(), scope).dataSync());
    });
  });

  it('moves its own running statistics in training, and nothing else', () => {
    tf.tidy(() => {
      const weights = weightsOf(both);
      const scope = trainingScope(weights);
      copy.forward(images(), scope);
      const moved = Object.entries(scope.buffers()).filter(([name, value]) => value !== weights.buffers[name]);
      expect(moved.map(([name]) => name).sort()).toEqual(
        copy.buffers
          .map(({ name }) => name)
          .filter((name) => name.includes('running'))
          .sort(),
      );
    });
  });

  it("goes to a file in PyTorch's layout and back", () => {
    const values = initializeBuffers(copy, 1);
    const file = toFile(copy.buffers, values);
    expect(file['momentum_encoder.layer2.0.conv1.weight']?.shape).toEqual([4, 2, 3, 3]);
    expect(file['momentum_head.1.layers.0.weight']?.shape).toEqual([6, 4]);
    expect(fromFile(copy.buffers, file, 'file')).toEqual(values);
  });
});

describe('updateMomentumCopy', () => {
  it('moves every parameter of the copy towards the network, leaves statistics, and leaves no tensor behind', () => {
    const { parameters } = weightsOf(both, 2);
    const { buffers } = weightsOf(both, 1);
    const momentum = tf.scalar(0.9);
    const before = tf.memory().numTensors;
    const scope = trainingScope({ parameters, buffers });
    const [from, to] = ['encoder.', 'momentum_encoder.'].map((prefix) => prefixedScope(prefix, scope)) as [
      typeof scope,
      typeof scope,
    ];
    updateMomentumCopy(encoder, { from, to, momentum });
    expect(tf.memory().numTensors).toBe(before + encoder.parameters.length);
    const moved = scope.buffers();
    for (const { name } of encoder.parameters) {
      const [key, query] = [buffers[`momentum_encoder.${name}`]!, parameters[`encoder.${name}`]!];
      const want = key.dataSync().map((value, i) => 0.9 * value + 0.1 * query.dataSync()[i]!);
      expectNear(moved[`momentum_encoder.${name}`]!, want, 1e-6);
    }
    const others = Object.keys(buffers).filter(
      (name) => !encoder.parameters.some((spec) => name === `momentum_encoder.${spec.name}`),
    );
    for (const name of others) expect(moved[name]).toBe(buffers[name]);
  });
});
