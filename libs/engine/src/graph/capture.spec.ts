import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../open-engine';
import { valueAndGradients } from '../value-and-gradients';
import { capture, type Capturable } from './capture';

beforeAll(() => openEngine({ backend: 'tensorflow' }));

const state = { w: { shape: [2], data: Float32Array.of(1, 2) } };
const x = { shape: [2], data: Float32Array.of(3, 4) };

/** A step down the gradient of the sum of (w x)^2. */
const descend: Capturable = ({ w }, { x: given, lr }) => {
  const { loss, gradients } = valueAndGradients(
    ({ w: weight }) => ({ loss: tf.sum<tf.Scalar>(tf.square(tf.mul(weight as tf.Tensor, given as tf.Tensor))) }),
    { w: w as tf.Tensor },
  );
  const next = tf.sub(w as tf.Tensor, tf.mul(lr as tf.Tensor, gradients['w'] as tf.Tensor));
  return { state: { w: next }, outputs: { loss } };
};

const lr = (value: number) => ({ shape: [], data: Float32Array.of(value) });

describe('capture', () => {
  it('computes nothing at first, then keeps its state from run to run', () => {
    const before = tf.memory().numTensors;
    const step = capture(descend, state, { x, lr: lr(0) });
    expect(step.read()).toEqual({ w: Float32Array.of(1, 2) });
    expect(step.run({ x, lr: lr(0.5) })).toEqual({ loss: Float32Array.of(73) });
    expect(step.read()).toEqual({ w: Float32Array.of(-8, -30) });
    expect(step.run({ x, lr: lr(0) })['loss']?.[0]).toBe(24 ** 2 + 120 ** 2);
    step.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes int32 inputs, lists and constants made outside', () => {
    const outside = tf.tensor1d([10, 20]);
    const step = capture(
      ({ w }, { order }) => ({
        state: { w: tf.gather(tf.concat([w as tf.Tensor, outside]), order as tf.Tensor1D) },
        outputs: {},
      }),
      state,
      { order: { shape: [2], data: Int32Array.of(0, 0) } },
    );
    expect(step.run({ order: { shape: [2], data: Int32Array.of(3, 0) } })).toEqual({});
    expect(step.read()).toEqual({ w: Float32Array.of(20, 1) });
    step.dispose();
    outside.dispose();
  });

  it('computes a function that changes no state, and reads the part of it that is wanted', () => {
    const step = capture(
      (tensors, { x: given }) => ({
        state: tensors,
        outputs: { product: tf.mul(tensors['w'] as tf.Tensor, given as tf.Tensor) },
      }),
      { ...state, other: x },
      { x },
    );
    expect(step.run({ x })).toEqual({ product: Float32Array.of(3, 8) });
    expect(step.profile({ x }).filter(({ op }) => op === 'AssignVariableOp')).toEqual([]);
    expect(step.read((name) => name === 'other')).toEqual({ other: x.data });
    step.dispose();
  });

  it('has its own variables, whatever the names of others', () => {
    const [one, other] = [capture(descend, state, { x, lr: lr(0) }), capture(descend, state, { x, lr: lr(0) })];
    one.run({ x, lr: lr(0.5) });
    expect(other.read()).toEqual({ w: Float32Array.of(1, 2) });
    one.dispose();
    other.dispose();
  });

  it.each<[string, Capturable, RegExp]>([
    [
      'reads a tensor back',
      ({ w }) => ({ state: { w: tf.tensor((w as tf.Tensor).dataSync()) }, outputs: {} }),
      /reads no tensor back/,
    ],
    [
      'changes a shape',
      ({ w }) => ({ state: { w: tf.concat([w as tf.Tensor, w as tf.Tensor]) }, outputs: {} }),
      /shape \[2\] for w .* \[4\]/,
    ],
  ])('refuses a step that %s, and leaves eager computation as it was', (_, f, message) => {
    const before = tf.memory().numTensors;
    expect(() => capture(f, state, {})).toThrow(message);
    expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('passes on what TensorFlow has against a run', () => {
    const step = capture(descend, state, { x, lr: lr(0) });
    expect(() => step.run({ x: { shape: [3], data: new Float32Array(3) }, lr: lr(0) })).toThrow(/\[2\]|\[3\]|shape/);
    expect(() => step.run({ x: { shape: [3], data: new Float32Array(2) }, lr: lr(0) })).toThrow(/12 bytes/);
    step.dispose();
    expect(() => step.read()).toThrow();
  });
});
