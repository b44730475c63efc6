import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { openEngine } from '@amcl/engine';
import {
  evalScope,
  initializeBuffers,
  initializeParameters,
  resnet,
  type Arrays,
  type Encoder,
  type ResNetName,
  type StemName,
  type WeightArrays,
} from '@amcl/models';
import { randomStream } from '@amcl/random';
import { FrozenEncoder, type EncodeOptions, type ImageBatch } from './frozen-encoder';
import { tinyBatch } from './testing/tiny-method';

const COUNT = 7;
const SIDE = 16;

const tiny = (name: ResNetName, stem: StemName) => resnet({ name, stem, width: 1 / 16 });

/** First values, moved so that no two channels are normalised alike. */
function weightsOf(encoder: Encoder): WeightArrays {
  const moved = (arrays: Arrays): Arrays =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, values]) => {
        const random = randomStream(2, name);
        return [
          name,
          name.endsWith('var')
            ? values.map(() => random.uniform(0.1, 1))
            : values.map((value) => value + random.uniform(-0.1, 0.1)),
        ];
      }),
    );
  return { parameters: moved(initializeParameters(encoder, 1)), buffers: moved(initializeBuffers(encoder, 1)) };
}

function* batchesOf(batchSize: number, side: number): Generator<ImageBatch> {
  const [pixels] = tinyBatch(9, COUNT, side).views as [Float32Array];
  const size = side * side * 3;
  for (let start = 0; start < COUNT; start += batchSize) {
    const count = Math.min(batchSize, COUNT - start);
    yield { count, images: pixels.subarray(start * size, (start + count) * size) };
  }
}

const images = (batchSize: number, changes: Partial<EncodeOptions> = {}, side = SIDE): EncodeOptions => ({
  count: COUNT,
  imageShape: [side, side, 3],
  batches: batchesOf(batchSize, side),
  ...changes,
});

/** Largest difference over the largest number. */
function difference(one: Float32Array, other: Float32Array): number {
  const scale = Math.max(...one.map(Math.abs));
  return Math.max(...one.map((value, index) => Math.abs(value - other[index]!))) / scale;
}

describe('FrozenEncoder', () => {
  beforeEach(() => openEngine({ backend: 'cpu' }));

  const encoder = tiny('resnet18', 'cifar');
  const weights = weightsOf(encoder);
  const open = () => new FrozenEncoder(encoder, weights, { capture: false });

  it('encodes in eval mode: an image has the same features in a batch of any size', async () => {
    const frozen = open();
    const whole = await frozen.encode(images(COUNT));
    const tensors = (arrays: Arrays, specs: Encoder['parameters'] | Encoder['buffers']) =>
      Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(arrays[name]!, [...shape])]));
    const want = tf.tidy(() => {
      const scope = evalScope({
        parameters: tensors(weights.parameters, encoder.parameters),
        buffers: tensors(weights.buffers, encoder.buffers),
      });
      const [pixels] = tinyBatch(9, COUNT, SIDE).views as [Float32Array];
      return encoder.forward(tf.tensor(pixels, [COUNT, SIDE, SIDE, 3]), scope).dataSync<'float32'>();
    });
    expect(whole).toEqual(new Float32Array(want));
    expect(difference(whole, await frozen.encode(images(1)))).toBeLessThan(1e-5);
    expect((await frozen.encode(images(2))).length).toBe(COUNT * encoder.features);
    frozen.dispose();
  });

  it('tells how far it is, stops when aborted, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const done: number[] = [];
    const stop = new AbortController();
    const onProgress = (count: number) => {
      done.push(count);
      if (count === 4) stop.abort(new Error('stopped'));
    };
    const frozen = open();
    await expect(frozen.encode(images(2, { onProgress, signal: stop.signal }))).rejects.toThrow('stopped');
    expect(done).toEqual([2, 4]);
    frozen.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses batches that do not hold all images, and weights of another encoder', async () => {
    await expect(open().encode(images(2, { count: 8 }))).rejects.toThrow(/8 images in batches but received 7/);
    const other = weightsOf(tiny('resnet50', 'cifar'));
    expect(() => new FrozenEncoder(encoder, other, { capture: false })).toThrow(/names of the module .*conv3/);
  });
});

/** Kernels that do several operations at once round a bfloat16 less often. */
const ROUNDING = { float32: 1e-5, bfloat16: 2 ** -5 };

describe.each(['float32', 'bfloat16'] as const)('captured, in %s', (precision) => {
  let created: MockInstance;
  let closed: MockInstance;
  beforeEach(async () => {
    await openEngine({ backend: 'tensorflow', precision });
    const { graphs } = tf.backend() as unknown as { graphs: { createGraph(): object; closeGraph(): void } };
    created = vi.spyOn(graphs, 'createGraph');
    closed = vi.spyOn(graphs, 'closeGraph');
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(
    (['resnet18', 'resnet34', 'resnet50'] as const).flatMap((name) =>
      (['cifar', 'imagenet'] as const).map((stem) => [name, stem] as const),
    ),
  )('equals the eager one, to the bit each time, and leaves nothing: %s, stem %s', async (name, stem) => {
    const { numTensors, numDataBuffers } = tf.memory();
    const encoder = tiny(name, stem);
    const weights = weightsOf(encoder);
    const features = async (capture: boolean) => {
      const frozen = new FrozenEncoder(encoder, weights, { capture });
      const [first, again] = [await frozen.encode(images(3)), await frozen.encode(images(3))];
      expect(again).toEqual(first);
      frozen.dispose();
      return first;
    };
    const [captured, another, eager] = [await features(true), await features(true), await features(false)];
    expect(another).toEqual(captured);
    expect(difference(captured, eager)).toBeLessThan(ROUNDING[precision]);
    expect(created).toHaveBeenCalledTimes(2);
    expect(closed).toHaveBeenCalledTimes(2);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('is one graph for all batches that are no larger than its own, and another for other images', async () => {
    const encoder = tiny('resnet18', 'cifar');
    const frozen = new FrozenEncoder(encoder, weightsOf(encoder), { capture: true });
    const whole = await frozen.encode(images(COUNT));
    expect(difference(whole, await frozen.encode(images(2)))).toBeLessThan(ROUNDING[precision]);
    expect(created).toHaveBeenCalledTimes(1);
    await frozen.encode(images(2, {}, 8));
    expect(created).toHaveBeenCalledTimes(2);
    await frozen.encode(images(3, {}, 8));
    expect(created).toHaveBeenCalledTimes(3);
    frozen.dispose();
    expect(await frozen.encode(images(COUNT))).toEqual(whole);
    frozen.dispose();
    expect(closed).toHaveBeenCalledTimes(created.mock.calls.length);
  });
});

it('computes in the precision of the engine', async () => {
  const encoder = tiny('resnet18', 'cifar');
  const features = async (precision: 'float32' | 'bfloat16', capture: boolean) => {
    await openEngine({ backend: 'tensorflow', precision });
    const frozen = new FrozenEncoder(encoder, weightsOf(encoder), { capture });
    const encoded = await frozen.encode(images(3));
    frozen.dispose();
    return encoded;
  };
  const exact = await features('float32', false);
  for (const capture of [false, true])
    expect(difference(exact, await features('bfloat16', capture))).toBeGreaterThan(2 ** -12);
});
