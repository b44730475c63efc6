import { valueAndGradients, type TensorMap } from '@amcl/engine';
import { mismatch, type ParityCase, type ParityTensor } from '@amcl/parity';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { LossStatistics } from '../loss-value';
import type { CheckedLoss } from './checked-loss';

/** How a case is computed, and which statistics are its outputs. */
export interface ParityRun<S extends Partial<LossStatistics>> {
  /** With the case's inputs and parameters by their names. */
  readonly loss: (
    values: TensorMap,
    params: Readonly<Record<string, number>>,
  ) => CheckedLoss & { readonly statistics: S };
  /** None unless given. */
  readonly outputs?: (statistics: S) => TensorMap;
}

/** Asserts that every output and every gradient of the case is within its tolerance. */
export function checkParity<S extends Partial<LossStatistics>>(
  parityCase: ParityCase,
  { loss, outputs = () => ({}) }: ParityRun<S>,
): void {
  tf.tidy(() => {
    const tensors = (group: Readonly<Record<string, ParityTensor>>): TensorMap =>
      Object.fromEntries(Object.entries(group).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]));
    const values = { ...tensors(parityCase.in), ...tensors(parityCase.param) };
    const variables = Object.fromEntries(Object.entries(values).filter(([name]) => name in parityCase.grad));
    expect(Object.keys(variables).sort()).toEqual(Object.keys(parityCase.grad).sort());
    const params = parityCase.params as Readonly<Record<string, number>>;
    const {
      loss: value,
      gradients,
      aux,
    } = valueAndGradients((moving) => {
      const { loss: scalar, statistics } = loss({ ...values, ...moving }, params);
      return { loss: scalar, aux: outputs(statistics) };
    }, variables);
    const found: TensorMap = { loss: value, ...aux };
    expect(Object.keys(found).sort()).toEqual(Object.keys(parityCase.out).sort());
    for (const [name, tensor] of Object.entries(found)) {
      expect(tensor.shape, name).toEqual(name === 'loss' ? [] : [...(parityCase.out[name]?.shape ?? [])]);
      expect(mismatch(parityCase, 'out', name, tensor.dataSync())).toBeNull();
    }
    for (const [name, tensor] of Object.entries(gradients))
      expect(mismatch(parityCase, 'grad', name, tensor.dataSync())).toBeNull();
  });
}
