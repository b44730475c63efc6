import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { valueAndGradients } from '../value-and-gradients';

/** An array in double precision, for the literal references. */
export interface Doubles {
  shape: readonly number[];
  data: Float64Array;
}

/** What an op is checked by: a reference in double precision, and inputs by their shapes. */
export interface OpCheck {
  op: (...inputs: tf.Tensor[]) => tf.Tensor;
  reference: (...inputs: Doubles[]) => Doubles;
  shapes: readonly (readonly number[])[];
  /** How far a value or a gradient may be off: absolute, and relative to its size. */
  tolerance?: number;
}

/** Numbers in [-1, 1), the same for the same seed, no two equal. */
export function spreadValues(shape: readonly number[], seed: number): Doubles {
  const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
  // A golden-ratio sequence: far from 0 and from each other, so that a small step crosses no kink.
  for (let i = 0; i < data.length; i++) data[i] = Math.fround((((i + 1 + 37 * seed) * 0.6180339887498949) % 1) * 2 - 1);
  return { shape, data };
}

export function toTensor({ shape, data }: Doubles): tf.Tensor {
  return tf.tensor(Float32Array.from(data), [...shape]);
}

/**
 * Asserts that an op's value is its reference's, and that its gradient by every input is the reference's by central
 * differences, in a sum weighted at random.
 */
export function checkOp({ op, reference, shapes, tolerance = 2e-4 }: OpCheck): void {
  const inputs = shapes.map(spreadValues);
  const expected = reference(...inputs);
  const weights = spreadValues(expected.shape, 99);
  tf.tidy(() => {
    const parameters = Object.fromEntries(inputs.map((input, index) => [`input${index}`, toTensor(input)]));
    const { gradients, aux } = valueAndGradients((tensors) => {
      const y = op(...Object.values(tensors));
      return { loss: tf.sum(tf.mul(y, toTensor(weights))), aux: { y } };
    }, parameters);
    expect(aux.y.shape).toEqual(expected.shape);
    expectClose(aux.y, expected.data, tolerance, 'value');
    inputs.forEach((_, index) => {
      const gradient = gradients[`input${index}`] as tf.Tensor;
      expectClose(
        gradient,
        numericGradient(reference, inputs, index, weights),
        tolerance,
        `gradient of input ${index}`,
      );
    });
  });
}

function numericGradient(
  reference: OpCheck['reference'],
  inputs: readonly Doubles[],
  index: number,
  weights: Doubles,
): Float64Array {
  const step = 1e-5;
  const { shape, data } = inputs[index] as Doubles;
  const loss = (changed: Float64Array) => {
    const y = reference(...inputs.map((input, at) => (at === index ? { shape, data: changed } : input)));
    return y.data.reduce((sum, value, at) => sum + value * (weights.data[at] as number), 0);
  };
  return data.map((value, at) => (loss(data.with(at, value + step)) - loss(data.with(at, value - step))) / (2 * step));
}

/** Asserts that all values of a tensor are within `tolerance` of the expected ones, or NaN where those are. */
export function expectClose(actual: tf.Tensor, expected: ArrayLike<number>, tolerance: number, what: string): void {
  const values = actual.dataSync();
  expect(values.length, what).toBe(expected.length);
  values.forEach((value, index) => {
    const wanted = expected[index] as number;
    const near = Math.abs(value - wanted) <= tolerance * (1 + Math.abs(wanted));
    if (!near && !(Number.isNaN(value) && Number.isNaN(wanted)))
      expect.fail(`${what}: expected ${wanted} at ${index} but received ${value}`);
  });
}
