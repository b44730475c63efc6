import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodeSafetensors, UserError } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { evalScope } from '@amcl/models';
import { encodeBatches, type ImageBatch } from './encode-batches';
import { encoderFile, encoderWeights, headsFile, loadEncoder, loadHeads } from './encoder-weights';
import { tinyBatch, tinyMethod, tinyMoco, tinyOptions } from './testing/tiny-method';
import { trainStep } from './train-step';
import { TrainingState } from './training-state';

beforeAll(() => openEngine({ backend: 'cpu' }));

const method = tinyMethod();
const { encoder } = method;
const [pixels] = tinyBatch(9, 5).views as [Float32Array];
const size = 8 * 8 * 3;
function* batchesOf(batchSize: number): Generator<ImageBatch> {
  for (let start = 0; start < 5; start += batchSize) {
    const count = Math.min(batchSize, 5 - start);
    yield { count, images: pixels.subarray(start * size, (start + count) * size) };
  }
}
const encode = (weights: ReturnType<typeof encoderWeights>, batchSize: number) =>
  encodeBatches({ encoder, weights, count: 5, imageShape: [8, 8, 3], batches: batchesOf(batchSize) });

function trained(): TrainingState {
  const state = TrainingState.initialize(method, 3);
  trainStep(method, state, tinyBatch(0), tinyOptions(method));
  return state;
}

describe('the files of a trained state', () => {
  it("have torchvision's and lightly's bare names in PyTorch's layout", () => {
    const state = trained();
    const file = encoderFile(method, state);
    expect(file['conv1.weight']?.shape).toEqual([2, 3, 3, 3]);
    expect(file['layer4.1.bn2.running_var']?.shape).toEqual([16]);
    // Each of 20 convolutions with its batch norm of four tensors.
    expect(Object.keys(file)).toHaveLength(20 * 5);
    expect(Object.keys(headsFile(method, state))).toEqual(
      [
        ...['0.weight', '1.weight', '1.bias', '3.weight', '4.weight', '4.bias'],
        ...['1.running_mean', '1.running_var', '4.running_mean', '4.running_var'],
      ].map((name) => `projection_head.layers.${name}`),
    );
    expect(headsFile(method, state)['projection_head.layers.3.weight']?.shape).toEqual([6, 16]);
  });

  it('hold the heads and the temperature network of AMCL, and nothing that only training needs', () => {
    const moco = tinyMoco();
    const state = TrainingState.initialize(moco, 1);
    const file = headsFile(moco, state);
    expect(Object.keys(file).filter((name) => !/^(projection_head\.[01]\.layers|temperature)\./.test(name))).toEqual(
      [],
    );
    expect(file['projection_head.1.layers.2.bias']?.shape).toEqual([6]);
    expect(file['temperature.0.weight']?.shape).toEqual([4, 6]);
    const loaded = loadHeads(moco, encodeSafetensors(file), 'heads');
    for (const [name, tensor] of Object.entries(loaded.parameters))
      expect(tensor.dataSync()).toEqual(state.parameters[name]?.dataSync());
  });

  it('give the same features after writing and loading, other tensors left alone', async () => {
    const state = trained();
    const fc = { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) };
    const loaded = loadEncoder(encoder, encodeSafetensors({ ...encoderFile(method, state), 'fc.bias': fc }), 'encoder');
    expect(await encode(loaded, 5)).toEqual(await encode(encoderWeights(state), 5));
  });

  it('are refused by another encoder, and when a tensor is absent', () => {
    const file = encoderFile(method, trained());
    const wider = tinyMethod({ encoder: { width: 1 / 16 } });
    const load = () => loadEncoder(wider.encoder, encodeSafetensors(file), 'e.safetensors');
    expect(load).toThrow(UserError);
    expect(load).toThrow(/\[4, 3, 3, 3\] for tensor conv1.weight of e.safetensors but found F32 \[2, 3, 3, 3\].*width/);
    delete file['bn1.running_mean'];
    expect(() => loadEncoder(encoder, encodeSafetensors(file), 'e')).toThrow(/tensor bn1.running_mean in e but/);
  });
});

describe('encodeBatches', () => {
  it('encodes in eval mode: an image has the same features in a batch of any size', async () => {
    const weights = encoderWeights(trained());
    const whole = await encode(weights, 5);
    const want = tf.tidy(() =>
      encoder.forward(tf.tensor(pixels, [5, 8, 8, 3]), evalScope(weights)).dataSync<'float32'>(),
    );
    expect(whole).toEqual(new Float32Array(want));
    const single = await encode(weights, 1);
    whole.forEach((value, index) => expect(single[index]).toBeCloseTo(value, 5));
    expect((await encode(weights, 2)).length).toBe(5 * 16);
  });

  it('tells how far it is, leaves no tensor, and stops when aborted', async () => {
    const weights = encoderWeights(TrainingState.initialize(method, 1));
    const before = tf.memory().numTensors;
    const done: number[] = [];
    const stop = new AbortController();
    const onProgress = (count: number) => {
      done.push(count);
      if (count === 4) stop.abort(new Error('stopped'));
    };
    const run = encodeBatches({
      ...{ encoder, weights, count: 5, imageShape: [8, 8, 3], batches: batchesOf(2), onProgress },
      signal: stop.signal,
    });
    await expect(run).rejects.toThrow('stopped');
    expect(done).toEqual([2, 4]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses batches that do not hold all images', async () => {
    const weights = encoderWeights(TrainingState.initialize(method, 1));
    const short = encodeBatches({ encoder, weights, count: 6, imageShape: [8, 8, 3], batches: batchesOf(2) });
    await expect(short).rejects.toThrow(/6 images in batches but received 5/);
  });
});
