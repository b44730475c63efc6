import type { TensorMap } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';
import type { GridTemperature, PairTemperature } from '../amcl/temperature';
import { normals, type DoublesMap } from './doubles';
import type { Limits } from './oracle';

/** The paper's temperature network with parameters by the names of the parity cases. */
export function pairNetwork(parameters: TensorMap, { lower, upper }: Limits): PairTemperature {
  const of = (name: string) => parameters[`temperature.${name}`] as tf.Tensor2D;
  return (products) => {
    const hidden = tf.relu(tf.add<tf.Tensor2D>(tf.matMul(products, of('0.weight'), false, true), of('0.bias')));
    const output = tf.add(tf.matMul(hidden, of('2.weight'), false, true), of('2.bias'));
    return tf.add(tf.mul(tf.sigmoid(tf.reshape<tf.Rank.R1>(output, [-1])), upper - lower), lower);
  };
}

/** The same for all pairs of rows, written out. */
export function gridNetwork(parameters: TensorMap, limits: Limits): GridTemperature {
  const ofPairs = pairNetwork(parameters, limits);
  return (a, b) => {
    const products = tf.mul(tf.expandDims(a, 1), tf.expandDims(b, 0)); // [N, M, B]
    const shape: [number, number] = [a.shape[0], b.shape[0]];
    return tf.reshape(ofPairs(tf.reshape(products, [shape[0] * shape[1], a.shape[1]])), shape);
  };
}

/** Parameters at random, of a size with which temperatures spread between their limits. */
export function networkParameters(input: number, hidden: number): DoublesMap {
  return {
    'temperature.0.weight': normals('0.weight', [hidden, input], Math.sqrt(input)),
    'temperature.0.bias': normals('0.bias', [hidden], 0.3),
    'temperature.2.weight': normals('2.weight', [1, hidden], 2 / Math.sqrt(hidden)),
    'temperature.2.bias': normals('2.bias', [1], 0.5),
  };
}
