import { valueAndGradients, type TensorMap } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { meanByHead } from '../amcl/mean-by-head';
import type { CheckedLoss } from './checked-loss';
import { toTensor, type DoublesMap } from './doubles';
import type { OracleValue } from './oracle';

/** A loss and its oracle, at one point. */
export interface LossCheck {
  /** Embeddings and, for AMCL, parameters of the temperature network. */
  readonly values: DoublesMap;
  /** Which of them get no gradient. */
  readonly constants?: readonly string[];
  readonly loss: (values: TensorMap) => CheckedLoss;
  readonly oracle: (values: DoublesMap) => OracleValue;
}

const VALUE_TOLERANCE = 2e-5;
const GRADIENT_TOLERANCE = 2e-4;
const STEP = 1e-5;

/**
 * Asserts that loss, statistics and AMCL's means by head are the oracle's, and that every gradient is the oracle's by central differences, each as
 * a share of the largest number in its tensor.
 */
export function checkLoss({ values, constants = [], loss, oracle }: LossCheck): void {
  const want = oracle(values);
  tf.tidy(() => {
    const tensors = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toTensor(value)]));
    const variables = Object.fromEntries(Object.entries(tensors).filter(([name]) => !constants.includes(name)));
    const {
      loss: value,
      gradients,
      aux,
    } = valueAndGradients((moving) => {
      const { loss: scalar, statistics } = loss({ ...tensors, ...moving });
      const aux: TensorMap = { ...statistics };
      return { loss: scalar, aux };
    }, variables);
    expectNear('loss', value.dataSync(), [want.loss], VALUE_TOLERANCE, 1);
    expect(Object.keys(aux).sort()).toEqual(Object.keys(want.statistics).sort());
    for (const [name, statistic] of Object.entries(want.statistics))
      expectNear(name, aux[name]?.dataSync() ?? [], statistic, VALUE_TOLERANCE, 1);
    for (const [name, means] of Object.entries(want.meansByHead ?? {}))
      expectNear(`${name} by head`, meanByHead(aux[name] as tf.Tensor).dataSync(), means, VALUE_TOLERANCE, 1);
    for (const [name, gradient] of Object.entries(gradients))
      expectNear(`gradient of ${name}`, gradient.dataSync(), slopes(name, values, oracle), GRADIENT_TOLERANCE, 1e-2);
  });
}

function slopes(name: string, values: DoublesMap, oracle: LossCheck['oracle']): number[] {
  const { shape, data } = values[name] ?? { shape: [], data: new Float64Array() };
  const lossAt = (at: number, value: number) =>
    oracle({ ...values, [name]: { shape, data: data.with(at, value) } }).loss;
  return Array.from(data, (value, at) => (lossAt(at, value + STEP) - lossAt(at, value - STEP)) / (2 * STEP));
}

function expectNear(
  what: string,
  got: ArrayLike<number>,
  want: readonly number[],
  tolerance: number,
  least: number,
): void {
  expect(got.length, `${what}: length`).toBe(want.length);
  const largest = Math.max(least, ...want.map(Math.abs));
  want.forEach((wanted, at) => {
    if (!(Math.abs((got[at] ?? NaN) - wanted) <= tolerance * largest))
      expect.fail(`${what}: expected ${wanted} at ${at} but received ${got[at]}`);
  });
}
