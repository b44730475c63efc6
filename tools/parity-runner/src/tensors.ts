import type { ParityCase, ParityTensor } from '@amcl/parity';
import { valueAndGradients, type TensorMap } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import type { Computed } from './adapter';

/** The numbers of tensors by name. */
export function numbersOf(tensors: TensorMap): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]));
}

/** A tensor of a case, in the case's layout. */
export function tensorOf({ data, shape, dtype }: ParityTensor): tf.Tensor {
  return tf.tensor(data, [...shape], dtype === 'F32' ? 'float32' : 'int32');
}

/** A group of a case as tensors, in the case's layout. */
export function tensorsOf(group: Readonly<Record<string, ParityTensor>>): TensorMap {
  return Object.fromEntries(Object.entries(group).map(([name, tensor]) => [name, tensorOf(tensor)]));
}

/** A number of a case's params. @throws naming it when it is none */
export function numberOf({ params, name: file }: ParityCase, name: string): number {
  const value = params[name];
  if (typeof value !== 'number')
    throw new Error(`Expected a number for params.${name} of ${file} but found ${JSON.stringify(value)}`);
  return value;
}

/** Loss, other outputs and gradients of a function of a case's inputs and parameters, by what the case has gradients of. */
export function differentiated(
  { in: inputs, param, grad }: ParityCase,
  f: (values: TensorMap) => { loss: tf.Scalar; outputs?: TensorMap },
): Computed {
  const values = { ...tensorsOf(inputs), ...tensorsOf(param) };
  const variables = Object.fromEntries(Object.entries(values).filter(([name]) => name in grad));
  const { loss, gradients, aux } = valueAndGradients((moving) => {
    const { loss, outputs = {} } = f({ ...values, ...moving });
    return { loss, aux: outputs };
  }, variables);
  return { out: numbersOf({ loss, ...aux }), grad: numbersOf(gradients) };
}
