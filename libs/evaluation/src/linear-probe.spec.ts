import { openEngine } from '@amcl/engine';
import { casesOf, mismatch } from '@amcl/parity';
import { randomStream } from '@amcl/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LabelledFeatures } from './labelled-features';
import { initialProbe, probeLogits, probeStep } from './probe-step';
import { trainLinearProbe } from './train-linear-probe';

beforeAll(() => openEngine({ backend: 'cpu' }));

describe('probeStep', () => {
  it.each(casesOf('linear_probe'))('is equal to PyTorch in $name', (parityCase) => {
    const { feature, labels } = parityCase.in;
    const [count, dimension] = feature!.shape as [number, number];
    const { classes, steps, lr, ...options } = parityCase.params as Record<
      'classes' | 'steps' | 'lr' | 'momentum' | 'weightDecay',
      number
    >;
    const features = tf.tensor2d(Float32Array.from(feature!.data), [count, dimension]);
    const classOf = tf.tensor1d(Int32Array.from(labels!.data), 'int32');
    let state = initialProbe(dimension, classes);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const next = probeStep(state, features, classOf, lr, options);
      losses.push(next.loss.dataSync()[0]!);
      ({ state } = next);
    }
    const { weight, bias } = state.parameters;
    expect(mismatch(parityCase, 'out', 'loss_curve', losses)).toBeNull();
    expect(mismatch(parityCase, 'out', 'weight', tf.transpose(weight!).dataSync())).toBeNull();
    expect(mismatch(parityCase, 'out', 'bias', bias!.dataSync())).toBeNull();
  });

  it('goes down the gradient of finite differences', () => {
    const random = randomStream(3, 'test');
    const features = tf.tensor2d(
      Float32Array.from({ length: 12 }, () => random.normal()),
      [4, 3],
    );
    const labels = tf.tensor1d([0, 1, 1, 0], 'int32');
    const weight = Float32Array.from({ length: 6 }, () => random.normal());
    const at = (values: Float32Array) => {
      const parameters = { weight: tf.tensor2d(values, [3, 2]), bias: tf.tensor1d([0.1, -0.2]) };
      const slots = { weight: tf.zeros([3, 2]), bias: tf.zeros([2]) };
      return probeStep({ parameters, slots }, features, labels, 1, { momentum: 0, weightDecay: 0 });
    };
    const moved = at(weight).state.parameters['weight']!.dataSync();
    weight.forEach((value, index) => {
      const [up, down] = [1e-2, -1e-2].map((h) => at(weight.with(index, value + h)).loss.dataSync()[0]!) as [
        number,
        number,
      ];
      expect(value - moved[index]!).toBeCloseTo((up - down) / 2e-2, 3);
    });
  });

  it('leaves nothing but the new state and the loss', () => {
    const state = initialProbe(2, 2);
    const [features, labels] = [tf.ones<tf.Rank.R2>([3, 2]), tf.tensor1d([0, 1, 0], 'int32')];
    const before = tf.memory().numTensors;
    const next = probeStep(state, features, labels, 0.1, { momentum: 0.9, weightDecay: 0 });
    expect(tf.memory().numTensors).toBe(before + 5);
    expect(probeLogits(next.state, features).shape).toEqual([3, 2]);
  });
});

/** Three clusters, 0.4 wide, around the corners of a triangle. */
function clusters(count: number, seed: number): LabelledFeatures {
  const random = randomStream(seed, 'test');
  const labels = Int32Array.from({ length: count }, (_, index) => index % 3);
  const corners = [
    [2, 0],
    [-1, 2],
    [-1, -2],
  ];
  return {
    labels,
    features: Float32Array.from(
      { length: 2 * count },
      (_, at) => corners[labels[at >> 1]!]![at % 2]! + 0.4 * random.normal(),
    ),
  };
}

const probe = {
  train: () => clusters(60, 1),
  test: clusters(30, 2),
  classes: 3,
  epochs: 12,
  batchSize: 16,
  lr: 0.1,
  momentum: 0.9,
  weightDecay: 0,
  seed: 1,
};

describe('trainLinearProbe', () => {
  it('learns what is separable, to the same bits each time, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const report = await trainLinearProbe(probe);
    expect(report).toMatchObject({ top1: 100, top5: 100, perClass: [100, 100, 100] });
    expect(report.loss).toHaveLength(12);
    expect(report.loss[0]).toBeLessThan(Math.log(3));
    expect(report.loss[11]).toBeLessThan(report.loss[0]! / 2);
    expect(await trainLinearProbe(probe)).toEqual(report);
    expect((await trainLinearProbe({ ...probe, seed: 2 })).loss).not.toEqual(report.loss);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('asks for the features of each epoch, and stops where onEpoch throws', async () => {
    const asked: number[] = [];
    const train = (epoch: number) => {
      asked.push(epoch);
      return Promise.resolve(clusters(20, epoch));
    };
    const onEpoch = (done: number) => {
      if (done === 3) throw new Error('stopped');
    };
    await expect(trainLinearProbe({ ...probe, train, onEpoch })).rejects.toThrow('stopped');
    expect(asked).toEqual([0, 1, 2]);
  });

  it('weighs the smaller last batch by its images', async () => {
    const first = { ...probe, epochs: 1, lr: 1e-12 };
    const even = (await trainLinearProbe({ ...first, batchSize: 60 })).loss[0]!;
    expect((await trainLinearProbe({ ...first, batchSize: 59 })).loss[0]).toBeCloseTo(even, 5);
  });

  it('stops with the learning rate when the loss is not finite', async () => {
    const train = () => ({ ...clusters(60, 1), features: new Float32Array(120).fill(1e30) });
    await expect(trainLinearProbe({ ...probe, train })).rejects.toThrow(
      /loss is .* in epoch 1.*linearProbe\.lr than 0\.1/,
    );
  });
});
