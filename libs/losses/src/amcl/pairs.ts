import * as tf from '@tensorflow/tfjs-core';
import { expectTemperatures } from './expect';
import type { PairTemperature } from './temperature';

/** Cosine similarities and temperatures of pairs, each [N]. */
export interface Pairs {
  readonly similarity: tf.Tensor1D;
  readonly temperature: tf.Tensor1D;
}

/** Both from the elementwise products of unit rows, [N, D]; the network is called once. */
export function pairsOf(products: tf.Tensor2D, temperature: PairTemperature): Pairs {
  const temperatures = temperature(products);
  expectTemperatures(temperatures, products.shape.slice(0, 1));
  return { similarity: tf.sum<tf.Tensor1D>(products, 1), temperature: temperatures };
}
