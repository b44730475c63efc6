import * as tf from '@tensorflow/tfjs-core';
import { relu } from '@amcl/engine';
import { linearLayer } from '../layers/linear-layer';
import { reluLayer } from '../layers/relu-layer';
import { prefixed, sequential, type Scope } from '../module';
import { expectLimits, withinLimits, type TemperatureLimits } from './temperature-limits';
import type { TemperatureModule } from './temperature-module';

/** Sizes of the network and limits of what it gives. */
export interface TemperatureNetworkOptions extends TemperatureLimits {
  /** Of a pair's product: the embedding's size, or the batch's where the pairs are columns. */
  readonly input: number;
  readonly hidden: number;
}

/**
 * AMCL's adaptive temperature (arXiv 2310.05615, section 3.3), one small network for all heads:
 * lower + (upper - lower) sigmoid(W2 relu(W1 (a^ * b^) + b1) + b2). Parameters `0.weight`, `0.bias`, `2.weight`, `2.bias`, initialised
 * as `torch.nn.Linear`.
 *
 * A grid is H weighted correlations: (W1 (a_i * b_j))_h = sum over k of (W1_hk a_ik) b_jk, so that one product of [H N, B] and [B, M]
 * gives all hidden units of all pairs, and no [N M, B] exists. It takes 2 H N M B operations forward and twice that backward, and
 * holds 4 H N (M + B) bytes until then.
 * @throws unless the sizes are whole numbers of 1 or more and 0 < lower < upper
 */
export function temperatureNetwork({ input, hidden, ...limits }: TemperatureNetworkOptions): TemperatureModule {
  expectSize('input', input);
  expectSize('hidden', hidden);
  expectLimits(limits);
  const network = sequential([
    prefixed('0.', linearLayer({ input, output: hidden, bias: true })),
    reluLayer,
    prefixed('2.', linearLayer({ input: hidden, output: 1, bias: true })),
  ]);
  const expectInput = (name: string, { shape }: tf.Tensor) => {
    if (shape[1] !== input)
      throw new Error(
        `Expected rows of ${input} numbers, the temperature network's input, for ${name} but received shape [${shape.join(', ')}]`,
      );
  };
  return {
    parameters: network.parameters,
    buffers: [],
    ofPairs: (products, scope) => {
      expectInput('products', products);
      return tf.tidy(() => withinLimits(tf.reshape(network.forward(products, scope), [-1]), limits));
    },
    ofGrid: (a, b, scope) => {
      expectInput('a', a);
      expectInput('b', b);
      return tf.tidy(() => withinLimits(gridLogits(a, b, scope), limits));
    },
  };
}

function gridLogits(a: tf.Tensor2D, b: tf.Tensor2D, scope: Scope): tf.Tensor2D {
  const [n, m] = [a.shape[0], b.shape[0]];
  const weight = scope.parameter('0.weight') as tf.Tensor2D;
  const bias = scope.parameter('0.bias');
  const [input, hidden] = weight.shape;
  // A 1 behind each row, and b1 below W1, so that the bias is part of the product and nothing of size H N M is made for it.
  const rows = tf.concat([weight, tf.reshape<tf.Rank.R2>(bias, [1, hidden])], 0);
  const weights = tf.reshape(tf.transpose(rows), [hidden, 1, input + 1]);
  const weighted = tf.mul(weights, tf.reshape(withOnes(a), [1, n, input + 1]));
  const units = tf.matMul(tf.reshape(weighted, [hidden * n, input + 1]), tf.transpose(withOnes(b)));
  const summed = tf.matMul(tf.transpose(scope.parameter('2.weight')), tf.reshape(relu(units), [hidden, n * m]));
  return tf.add(tf.reshape(summed, [n, m]), scope.parameter('2.bias'));
}

function withOnes(rows: tf.Tensor2D): tf.Tensor2D {
  return tf.concat([rows, tf.ones<tf.Rank.R2>([rows.shape[0], 1])], 1);
}

function expectSize(name: string, size: number): void {
  if (!Number.isInteger(size) || size < 1)
    throw new Error(`Expected a whole number of 1 or more for ${name} but received ${size}`);
}
