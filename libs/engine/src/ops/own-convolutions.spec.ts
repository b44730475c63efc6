import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { TensorflowOps } from '../kernels/tensorflow-ops';
import { openEngine } from '../open-engine';
import { expectClose, toTensor, type Doubles } from '../testing/check-op';
import { ownFilterGradient, ownForward, ownInputGradient } from './own-convolutions';
import { windowCount, type Window } from './window';

type Four = [number, number, number, number];

interface Case {
  readonly x: Four;
  readonly filter: Four;
  readonly window: Window;
  readonly ways: readonly string[];
}

const BOTH = ['winograd', 'direct'];
const same = { stride: 1, padding: 1 };

/** Channels are whole numbers of vectors of either instruction set, with one and with two vectors a panel; images fill no whole tiles. */
const CASES: readonly Case[] = [
  { x: [3, 7, 9, 32], filter: [3, 3, 32, 64], window: same, ways: BOTH },
  { x: [2, 3, 3, 48], filter: [3, 3, 48, 16], window: same, ways: BOTH },
  { x: [1, 1, 1, 16], filter: [3, 3, 16, 16], window: same, ways: BOTH },
  { x: [5, 4, 4, 160], filter: [3, 3, 160, 176], window: same, ways: BOTH },
  // Products of bfloat16 as well, where the CPU has them: images in one group and in several, of one and of several panels.
  { x: [5, 3, 6, 32], filter: [3, 3, 32, 96], window: same, ways: BOTH },
  { x: [3, 26, 28, 64], filter: [3, 3, 64, 32], window: same, ways: BOTH },
  { x: [2, 9, 8, 32], filter: [3, 3, 32, 64], window: { stride: 2, padding: 1 }, ways: ['direct'] },
  { x: [2, 8, 7, 64], filter: [1, 1, 64, 32], window: { stride: 2, padding: 0 }, ways: ['direct'] },
  { x: [3, 6, 5, 32], filter: [1, 1, 32, 96], window: { stride: 1, padding: 0 }, ways: ['direct'] },
  { x: [1, 11, 13, 16], filter: [7, 7, 16, 32], window: { stride: 2, padding: 3 }, ways: ['direct'] },
  { x: [1, 8, 8, 16], filter: [2, 3, 16, 16], window: { stride: 3, padding: 2 }, ways: ['direct'] },
];

const at = ([, b, c, d]: Four, i: number, j: number, k: number, l: number) => ((i * b + j) * c + k) * d + l;

/** Calls `meet` with the places in x, filter and y of every product of a convolution. */
function products(
  x: Four,
  filter: Four,
  { stride, padding }: Window,
  y: Four,
  meet: (x: number, w: number, y: number) => void,
) {
  const [batch, height, width, inputs] = x;
  const [rows, columns, , outputs] = filter;
  for (let b = 0; b < batch; b++)
    for (let r = 0; r < y[1]; r++)
      for (let c = 0; c < y[2]; c++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const [row, column] = [r * stride - padding + i, c * stride - padding + j];
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            for (let k = 0; k < inputs; k++)
              for (let o = 0; o < outputs; o++)
                meet(at(x, b, row, column, k), at(filter, i, j, k, o), at(y, b, r, c, o));
          }
}

const zeros = (shape: readonly number[]) => new Float64Array(shape.reduce((product, size) => product * size, 1));

/** Sums of products by literal loops in double precision, and the root of the mean of their sums of squares: what rounding goes by. */
class Sums {
  readonly values: Float64Array;
  private squares = 0;
  constructor(shape: readonly number[]) {
    this.values = zeros(shape);
  }
  add(at: number, product: number): void {
    this.values[at]! += product;
    this.squares += product * product;
  }
  get scale(): number {
    return Math.sqrt(this.squares / this.values.length);
  }
}

/** y, and the gradients of its sum weighted by dy. */
function reference(x: Doubles, filter: Doubles, dy: Doubles, window: Window) {
  const [y, dx, dw] = [new Sums(dy.shape), new Sums(x.shape), new Sums(filter.shape)];
  products(x.shape as Four, filter.shape as Four, window, dy.shape as Four, (xi, wi, yi) => {
    y.add(yi, x.data[xi]! * filter.data[wi]!);
    dx.add(xi, dy.data[yi]! * filter.data[wi]!);
    dw.add(wi, x.data[xi]! * dy.data[yi]!);
  });
  return { y, dx, dw };
}

const outputShape = ({ x, filter, window }: Case): Four => [
  x[0],
  windowCount(x[1], filter[0], window),
  windowCount(x[2], filter[1], window),
  filter[3],
];

/** Random numbers of [-1, 1) that bfloat16 has: whole multiples of 2^-7. Those of a regular sequence would cancel in the sums. */
function noise(shape: readonly number[], seed: number): Doubles {
  let state = 0x9e3779b9 * (seed + 1);
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 24) - 128) / 128;
  };
  return { shape, data: zeros(shape).map(next) };
}

let backend: TensorflowBackend;
let ops: TensorflowOps;
let before: tf.MemoryInfo;
beforeAll(async () => {
  await openEngine({ backend: 'tensorflow' });
  backend = tf.backend() as TensorflowBackend;
  ops = new TensorflowOps(backend);
});
beforeEach(() => {
  before = tf.memory();
});
afterEach(() => {
  backend.precision = 'float32';
  const { numTensors, numDataBuffers } = before;
  expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
});

describe.each(CASES)('convolution of $x by $filter, $window', (own) => {
  const { x: xShape, filter: filterShape, window } = own;
  const [x, filter, dy] = [xShape, filterShape, outputShape(own)].map((shape, seed) => noise(shape, seed)) as [
    Doubles,
    Doubles,
    Doubles,
  ];
  const expected = reference(x, filter, dy, window);

  it.each([
    { precision: 'float32' as const, tolerance: 1e-5 },
    // Of the result's eight bits; filter gradients are float32.
    { precision: 'bfloat16' as const, tolerance: 2 ** -8 },
  ])('is equal by every way in $precision', ({ precision, tolerance }) => {
    tf.tidy(() => {
      const given = {
        x: toTensor(x) as tf.Tensor4D,
        filter: toTensor(filter) as tf.Tensor4D,
        dy: toTensor(dy) as tf.Tensor4D,
      };
      if (precision === 'bfloat16') {
        backend.precision = precision;
        given.x = backend.castTo(given.x, 14) as tf.Tensor4D;
        given.dy = backend.castTo(given.dy, 14) as tf.Tensor4D;
      }
      const check = (ways: object, name: string, { values, scale }: Sums, off: number) => {
        const serving = Object.entries(ways as Record<string, (inputs: typeof given) => tf.Tensor>);
        expect(serving.map(([way]) => way).filter((way) => way !== 'dot products')).toEqual(own.ways);
        for (const [way, compute] of serving) {
          const actual = tf.div(ops.float32(compute(given)), scale);
          expectClose(
            actual,
            values.map((value) => value / scale),
            off,
            `${name} by ${way}`,
          );
        }
      };
      check(ownForward(ops, given.x, given.filter, window), 'y', expected.y, tolerance);
      check(ownInputGradient(ops, xShape, filterShape, window), 'dx', expected.dx, tolerance);
      check(ownFilterGradient(ops, given.x, filterShape, window), 'dw', expected.dw, 1e-5);
    });
  });
});

describe('an operation of the addon', () => {
  const call = (x: number[], filter: number[], changes: object = {}) =>
    tf.tidy(() => {
      const integers = { stride: 1, padding: 1, way: 0, ...changes };
      const attributes = Object.fromEntries(Object.entries(integers).map(([name, integer]) => [name, { integer }]));
      return ops.own('AmclConv2D', [tf.ones(x), tf.ones(filter)], { T: { type: 'float32' }, ...attributes }, [[1]]);
    });

  it.each([
    {
      x: [4, 4, 16],
      filter: [3, 3, 16, 16],
      changes: {},
      message: /AmclConv2D: Expected rank 4 for input 0 but received rank 3/,
    },
    { x: [1, 4, 4, 16], filter: [3, 3, 32, 16], changes: {}, message: /a filter of as many inputs as x has channels/ },
    { x: [1, 4, 4, 16], filter: [3, 3, 16, 5], changes: {}, message: /a CPU and a shape that are served/ },
    {
      x: [1, 4, 4, 16],
      filter: [3, 3, 16, 16],
      changes: { way: 1, padding: 0 },
      message: /a CPU and a shape that are served/,
    },
    { x: [1, 1, 1, 16], filter: [7, 7, 16, 16], changes: {}, message: /a CPU and a shape that are served/ },
  ])('refuses $x by $filter, $changes', ({ x, filter, changes, message }) => {
    expect(() => call(x, filter, changes)).toThrow(message);
  });
});
