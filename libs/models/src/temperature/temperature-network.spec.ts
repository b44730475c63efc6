import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { l2Normalize, openEngine, valueAndGradients, type TensorMap } from '@amcl/engine';
import { casesOf, mismatch, type ParityCase } from '@amcl/parity';
import { fromFile } from '../files/file-layout';
import { initializeParameters } from '../initialize';
import { prefixedScope } from '../module';
import { evalScope } from '../scope';
import { expectNear, normals } from '../testing/numbers';
import { parityTensor } from '../testing/parity-tensor';
import { tensorsOf, weightsOf } from '../testing/weights-of';
import { temperatureNetwork } from './temperature-network';

const [N, M, B, H] = [3, 4, 5, 6];
const LIMITS = { lower: 0.05, upper: 2 };
const network = temperatureNetwork({ input: B, hidden: H, ...LIMITS });

type Doubles = Readonly<Record<string, Float64Array>>;
const doubles = (shape: number[], seed: number) => Float64Array.from(normals(shape, seed));

/** Numbers of every tensor that a temperature depends on, in double precision. */
const values: Doubles = {
  '0.weight': doubles([B, H], 1),
  '0.bias': doubles([H], 2),
  '2.weight': doubles([H, 1], 3),
  '2.bias': doubles([1], 4),
  a: doubles([N, B], 5),
  b: doubles([M, B], 6),
};
const SHAPES: Readonly<Record<string, number[]>> = {
  ...Object.fromEntries(network.parameters.map(({ name, shape }) => [name, [...shape]])),
  a: [N, B],
  b: [M, B],
};
const tensors = () =>
  Object.fromEntries(Object.entries(values).map(([name, data]) => [name, tf.tensor(Array.from(data), SHAPES[name])]));

/** tau of rows i of a and j of b, unit by unit. */
function oracle(of: Doubles, i: number, j: number): number {
  let logit = of['2.bias']![0]!;
  for (let h = 0; h < H; h++) {
    let unit = of['0.bias']![h]!;
    for (let k = 0; k < B; k++) unit += of['0.weight']![k * H + h]! * of['a']![i * B + k]! * of['b']![j * B + k]!;
    logit += of['2.weight']![h]! * Math.max(0, unit);
  }
  return LIMITS.lower + (LIMITS.upper - LIMITS.lower) / (1 + Math.exp(-logit));
}

const PAIRS = Array.from({ length: N * M }, (_, at) => [Math.floor(at / M), at % M] as const);
const cotangent = doubles([N, M], 7);
const oracleLoss = (of: Doubles) => PAIRS.reduce((sum, [i, j], at) => sum + cotangent[at]! * oracle(of, i, j), 0);

/** The grid's temperatures, [N M], the one way and the other. */
const WAYS = {
  ofPairs: (all: TensorMap) => {
    const every = tf.mul(tf.reshape(all['a']!, [N, 1, B]), tf.reshape(all['b']!, [1, M, B]));
    const products = tf.reshape<tf.Rank.R2>(every, [N * M, B]);
    return network.ofPairs(products, evalScope({ parameters: all, buffers: {} }));
  },
  ofGrid: (all: TensorMap) => {
    const scope = evalScope({ parameters: all, buffers: {} });
    const grid = network.ofGrid(all['a'] as tf.Tensor2D, all['b'] as tf.Tensor2D, scope);
    expect(grid.shape).toEqual([N, M]);
    return tf.reshape<tf.Rank.R1>(grid, [-1]);
  },
};

describe.each(['cpu', 'wasm', 'auto'] as const)('temperatureNetwork on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each(['ofPairs', 'ofGrid'] as const)('gives the temperatures of the formula, and their gradients: %s', (way) => {
    tf.tidy(() => {
      const { gradients, aux } = valueAndGradients<TensorMap>((all) => {
        const tau = WAYS[way](all);
        return { loss: tf.sum<tf.Scalar>(tf.mul(tau, tf.tensor1d(Array.from(cotangent)))), aux: { tau } };
      }, tensors());
      expectNear(
        aux['tau']!,
        PAIRS.map(([i, j]) => oracle(values, i, j)),
        1e-6,
      );
      for (const [name, data] of Object.entries(values)) {
        const moved = (at: number, by: number) => oracleLoss({ ...values, [name]: data.with(at, data[at]! + by) });
        const want = data.map((_, at) => (moved(at, 1e-5) - moved(at, -1e-5)) / 2e-5);
        expectNear(gradients[name]!, want, 2e-5);
      }
    });
  });

  it('leaves no tensor but the temperatures', () => {
    const all = tensors();
    const scope = evalScope({ parameters: all, buffers: {} });
    const before = tf.memory().numTensors;
    const tau = [
      network.ofPairs(all['a'] as tf.Tensor2D, scope),
      network.ofGrid(all['a'] as tf.Tensor2D, all['b'] as tf.Tensor2D, scope),
    ];
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose(tau);
  });

  it('stays within the limits for any logit', () => {
    tf.tidy(() => {
      const extreme = { ...tensors(), '2.weight': tf.zeros([H, 1]), '2.bias': tf.tensor1d([100]) };
      const upper = WAYS.ofGrid(extreme);
      expectNear(upper, new Float32Array(N * M).fill(2));
      expectNear(WAYS.ofPairs({ ...extreme, '2.bias': tf.tensor1d([-100]) }), new Float32Array(N * M).fill(0.05));
    });
  });

  it.each(casesOf('amcl_simsiam'))('gives the temperatures of pairs in $name', (parityCase) => {
    tf.tidy(() => {
      const { network, scope } = networkOf(parityCase);
      const rows = (name: string) => {
        const z = parityTensor(parityCase, 'in', name);
        return l2Normalize(tf.reshape(z, [-1, z.shape[2] ?? 0]));
      };
      const tau = (a: string, b: string) => network.ofPairs(tf.mul(rows(a), rows(b)), scope).dataSync();
      expect(mismatch(parityCase, 'out', 'tau_a', tau('p0', 'z1'))).toBeNull();
      expect(mismatch(parityCase, 'out', 'tau_b', tau('p1', 'z0'))).toBeNull();
    });
  });

  it.each(casesOf('amcl_barlow'))('gives the temperatures of a grid in $name', (parityCase) => {
    tf.tidy(() => {
      const { network, scope } = networkOf(parityCase);
      const columns = (name: string) => tf.unstack(parityTensor(parityCase, 'in', name)).map(unitColumns);
      const v = columns('z1');
      const grids = columns('z0').map((u, head) => network.ofGrid(u, v[head]!, scope));
      expect(mismatch(parityCase, 'out', 'tau', tf.stack(grids).dataSync())).toBeNull();
    });
  });
});

describe('temperatureNetwork', () => {
  beforeAll(() => openEngine({ backend: 'cpu' }));

  it('makes of a grid nothing as large as all its products', async () => {
    const [rows, batch, hidden] = [16, 64, 4];
    const wide = temperatureNetwork({ input: batch, hidden, ...LIMITS });
    const scope = evalScope(weightsOf(wide));
    const a = tf.ones<tf.Rank.R2>([rows, batch]);
    const { kernels } = await tf.profile(() => wide.ofGrid(a, a, scope));
    const sizes = kernels.flatMap(({ outputShapes }) => outputShapes.map((shape) => tf.util.sizeFromShape(shape)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(hidden * rows * (batch + 1));
    expect(Math.max(...sizes)).toBeLessThan(rows * rows * batch);
  });

  it('hardly tells pairs apart at first: products of unit vectors are small beside its biases', () => {
    tf.tidy(() => {
      const [pairs, size] = [500, 128];
      const wide = temperatureNetwork({ input: size, hidden: 128, ...LIMITS });
      const scope = evalScope(weightsOf(wide));
      const rows = (seed: number) => l2Normalize(tf.tensor2d(normals([pairs, size], seed), [pairs, size]));
      const [a, b] = [rows(1), rows(2)];
      const equal = wide.ofPairs(tf.square(a), scope).dataSync();
      const random = wide.ofPairs(tf.mul(a, b), scope).dataSync();
      const all = [...equal, ...random];
      expect(Math.max(...all) - Math.min(...all)).toBeLessThan(0.01 * (LIMITS.upper - LIMITS.lower));
      expect(new Set(all).size).toBeGreaterThan(pairs);
    });
  });

  it('starts as torch.nn.Linear: uniform within 1 / sqrt(input), biases too', () => {
    const first = initializeParameters(temperatureNetwork({ input: 100, hidden: 400, ...LIMITS }), 1);
    for (const [name, bound] of Object.entries({ '0.weight': 0.1, '0.bias': 0.1, '2.weight': 0.05, '2.bias': 0.05 })) {
      const largest = Math.max(...first[name]!.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(Math.fround(bound));
      if (first[name]!.length > 1) expect(largest).toBeGreaterThan(0.95 * bound);
    }
  });

  it.each([
    [{ input: 0 }, /1 or more for input but received 0/],
    [{ hidden: 1.5 }, /1 or more for hidden but received 1.5/],
    [{ lower: 0 }, /above 0 for lower but received 0/],
    [{ lower: NaN }, /for lower but received NaN/],
    [{ upper: 0.05 }, /above lower, 0.05, for upper but received 0.05/],
    [{ upper: Infinity }, /for upper but received Infinity/],
  ])('refuses %j', (changed, message) => {
    expect(() => temperatureNetwork({ input: 4, hidden: 4, ...LIMITS, ...changed })).toThrow(message);
  });

  it('refuses rows of another size', () => {
    const scope = evalScope(weightsOf(network));
    const right = tf.ones<tf.Rank.R2>([2, B]);
    const wrong = tf.ones<tf.Rank.R2>([2, 7]);
    expect(() => network.ofPairs(wrong, scope)).toThrow(/rows of 5 numbers.* for products but received shape \[2, 7\]/);
    expect(() => network.ofGrid(wrong, right, scope)).toThrow(/for a but received/);
    expect(() => network.ofGrid(right, wrong, scope)).toThrow(/for b but received/);
  });
});

/** The network of an AMCL case. */
function networkOf(parityCase: ParityCase) {
  const { hidden, lower, upper } = parityCase.params as unknown as { hidden: number; lower: number; upper: number };
  const input = parityCase.param['temperature.0.weight']?.shape[1] ?? 0;
  const network = temperatureNetwork({ input, hidden, lower, upper });
  const specs = network.parameters.map((spec) => ({ ...spec, name: `temperature.${spec.name}` }));
  const parameters = tensorsOf(specs, fromFile(specs, parityCase.param, parityCase.name));
  return { network, scope: prefixedScope('temperature.', evalScope({ parameters, buffers: {} })) };
}

/** The standardised columns of [B, D] as unit rows [D, B]. */
function unitColumns(z: tf.Tensor): tf.Tensor2D {
  const { mean, variance } = tf.moments(z, 0);
  return l2Normalize(tf.transpose(tf.div(tf.sub(z, mean), tf.sqrt(tf.add(variance, 1e-5)))));
}
