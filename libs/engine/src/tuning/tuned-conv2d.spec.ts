import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TensorflowBackend } from '../backends/tensorflow-backend';
import { capture, type Captured } from '../graph/capture';
import { DataType } from '../graph/graph-addon';
import { openEngine, type Engine } from '../open-engine';
import { conv2d } from '../ops/conv2d';
import { expectClose, spreadValues, toTensor } from '../testing/check-op';
import { valueAndGradients } from '../value-and-gradients';
import { KernelTuner } from './kernel-tuner';
import { openTuner } from './open-tuner';
import type { TablePlace } from './table-place';
import { withTuner } from './with-tuner';

const folder = mkdtempSync(join(tmpdir(), 'amcl-tuned-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SHAPE = 'x [2, 4, 4, 3], dy [2, 4, 4, 2], 3 x 3, stride 1, padding 1';
const kernel = { operation: 'conv2d filter gradient', shape: SHAPE, type: 'float32' as const };

let engine: Engine;
let place: TablePlace;
beforeAll(async () => {
  engine = await openEngine({ backend: 'tensorflow' });
});
beforeEach(() => {
  const owner = { cpu: 'tests', threads: 1, library: { name: '', version: '', sha256: '' }, addon: '' };
  place = { path: join(folder, `${Math.random()}.json`), owner };
});

const open = (way?: string) => KernelTuner.open({ place, given: way === undefined ? [] : [{ ...kernel, way }] });

/** The choices but for the forward convolution, which has one way. */
const filterChoices = ({ choices }: KernelTuner) => choices.filter(({ operation }) => operation === kernel.operation);

/** The gradient of a 3 x 3 filter, eagerly; with images in bfloat16 where that is the precision. */
function filterGradient(batch = 2): tf.Tensor {
  return tf.tidy(() => {
    const backend = tf.backend() as TensorflowBackend;
    const x = backend.castTo(toTensor(spreadValues([batch, 4, 4, 3], 1)), DataType[backend.precision]);
    const weights = toTensor(spreadValues([batch, 4, 4, 2], 2));
    const filter = toTensor(spreadValues([3, 3, 3, 2], 3));
    return valueAndGradients(
      ({ filter }) => ({ loss: tf.sum(tf.mul(conv2d(x, filter as tf.Tensor, { stride: 1, padding: 1 }), weights)) }),
      { filter },
    ).gradients['filter'] as tf.Tensor;
  });
}

function captureGradient(tuner: KernelTuner | null): Captured {
  const { data } = spreadValues([2, 4, 4, 3], 1);
  const x = { shape: [2, 4, 4, 3], data: Float32Array.from(data) };
  const filter = { shape: [3, 3, 3, 2], data: Float32Array.from(spreadValues([3, 3, 3, 2], 3).data) };
  return withTuner(tuner, () =>
    capture(
      ({ filter }, { x }) => ({
        state: valueAndGradients(
          ({ filter: weight }) => ({
            loss: tf.sum(tf.square(conv2d(x as tf.Tensor, weight as tf.Tensor, { stride: 1, padding: 1 }))),
          }),
          { filter: filter as tf.Tensor },
        ).gradients,
        outputs: {},
      }),
      { filter },
      { x },
    ),
  );
}

/** How many operations of a type a run of the captured gradient does. */
function operations(captured: Captured): (type: string) => number {
  const x = { shape: [2, 4, 4, 3], data: Float32Array.from(spreadValues([2, 4, 4, 3], 1).data) };
  const names = captured.profile({ x }).map(({ name }) => name);
  captured.dispose();
  return (type) => names.filter((name) => new RegExp(`^(.*/)?_*${type}_\\d+`).test(name)).length;
}

describe('the filter gradient of conv2d', () => {
  it.each(['tensorflow', 'taps'])('is the same within rounding by %s', async (way) => {
    const tuner = await open(way);
    tf.tidy(() => expectClose(withTuner(tuner, filterGradient), filterGradient().dataSync(), 1e-5, way));
    expect(filterChoices(tuner)).toEqual([{ ...kernel, way }]);
  });

  it('is measured at the first call, by a batch that larger ones share, and leaves no tensors', async () => {
    const tuner = await open();
    const before = tf.memory();
    for (const batch of [130, 140]) tf.dispose(withTuner(tuner, () => filterGradient(batch)));
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
    expect(filterChoices(tuner)).toEqual([
      { ...kernel, shape: SHAPE.replaceAll('[2,', '[128,'), way: expect.any(String) as string },
    ]);
    expect(tuner.measured.count).toBe(1);
    await tuner.save();
    expect((await open()).measured.count).toBe(0);
  });

  it('has every way measured in bfloat16, in float32 arithmetic as well, each to its rounding', async () => {
    const backend = tf.backend() as TensorflowBackend;
    const expected = filterGradient();
    backend.precision = 'bfloat16';
    try {
      const measured = await open();
      tf.dispose(withTuner(measured, filterGradient));
      for (const way of ['tensorflow', 'taps', 'tensorflow in float32', 'taps in float32']) {
        const given = [{ ...kernel, type: 'bfloat16' as const, way }];
        const tuner = await KernelTuner.open({ place, given });
        tf.tidy(() => expectClose(withTuner(tuner, filterGradient), expected.dataSync(), 0.02, way));
      }
      expect(filterChoices(measured)).toEqual([{ ...kernel, type: 'bfloat16', way: expect.any(String) as string }]);
    } finally {
      backend.precision = 'float32';
      expected.dispose();
    }
  });
});

describe('a captured gradient', () => {
  it.each([
    ['tensorflow', { MatMul: 0, Conv2DBackpropFilter: 1 }],
    ['taps', { MatMul: 9, Conv2DBackpropFilter: 0 }],
  ])('is computed by the way that was chosen: %s', async (way, counts) => {
    const tuner = await open(way);
    const count = operations(captureGradient(tuner));
    expect({ MatMul: count('MatMul'), Conv2DBackpropFilter: count('Conv2DBackpropFilter') }).toEqual(counts);
  });

  it('is measured while it is captured, leaves no tensors, and computes as one that was not', async () => {
    const before = tf.memory();
    const tuner = await open();
    const tuned = captureGradient(tuner);
    expect(tuner.measured.count).toBe(1);
    const plain = captureGradient(null);
    const x = { shape: [2, 4, 4, 3], data: Float32Array.from(spreadValues([2, 4, 4, 3], 1).data) };
    const [one, other] = [tuned, plain].map((captured) => {
      captured.run({ x });
      const { filter } = captured.read();
      captured.dispose();
      return filter ?? new Float32Array();
    });
    tf.tidy(() => expectClose(tf.tensor(one as Float32Array), other as Float32Array, 1e-5, 'filter'));
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  });

  it('is computed by the default way outside of a tuner', () => {
    const count = operations(captureGradient(null));
    expect(count('Conv2DBackpropFilter')).toBe(1);
    expect((tf.backend() as TensorflowBackend).tuner).toBeNull();
  });
});

it('has no tuner on other backends', async () => {
  expect(await openTuner(engine, [])).toBeInstanceOf(KernelTuner);
  expect(await openTuner(await openEngine({ backend: 'cpu' }), [])).toBeNull();
  await openEngine({ backend: 'tensorflow' });
});
