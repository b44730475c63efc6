import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, UserError } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import type { Method } from '@amcl/methods';
import { loadCheckpoint, saveCheckpoint } from './checkpoint';
import { tinyBatch, tinyMethod, tinyMoco, tinyOptions } from './testing/tiny-method';
import { trainStep } from './train-step';
import { TrainingState } from './training-state';

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const method = tinyMethod();
const owner = { key: 'abc', seed: 5 };
const kernels = [{ operation: 'conv2d', shape: 'x [2, 4]', type: 'float32' as const, way: 'taps' }];
const path = join(folder, 'checkpoint.safetensors');

function train(state: TrainingState, from: number, to: number, of: Method = method) {
  const steps = Array.from({ length: to - from }, (_, index) => from + index);
  return steps.map((step) => trainStep(of, state, tinyBatch(step), tinyOptions(of)));
}

// auto: tensorflow where the machine has it.
describe.each(['cpu', 'auto'] as const)('a training resumed on %s', (backend) => {
  beforeAll(() => openEngine({ backend }));

  it.each([
    ['SimCLR', method],
    ['MoCo with AMCL, its queue and momentum encoder', tinyMoco()],
  ])('gives the same bits as one that was never stopped: %s', async (_, of) => {
    const whole = TrainingState.initialize(of, 5);
    const metrics = train(whole, 0, 5, of);

    const stopped = TrainingState.initialize(of, 5);
    train(stopped, 0, 2, of);
    await saveCheckpoint(path, of, { state: stopped, kernels }, owner);
    train(stopped, 2, 3, of);
    const { state: resumed, kernels: found } = (await loadCheckpoint(path, of, owner))!;
    expect(found).toEqual(kernels);
    expect(resumed.step).toBe(2);
    expect(train(resumed, 2, 5, of)).toEqual(metrics.slice(2));
    expect(resumed.toArrays()).toEqual(whole.toArrays());
  });
});

describe('the checkpoint file', () => {
  beforeAll(async () => {
    await openEngine({ backend: 'cpu' });
    const state = TrainingState.initialize(method, 5);
    train(state, 0, 1);
    await saveCheckpoint(path, method, { state, kernels }, owner);
  });

  const bytes = () => new Uint8Array(readFileSync(path));
  const other = (name: string, data: Uint8Array): string => {
    writeFileSync(join(folder, name), data);
    return join(folder, name);
  };

  it("has PyTorch's names and layouts, and says whose it is", () => {
    const { tensors, metadata } = decodeSafetensors(bytes(), 'checkpoint');
    expect(metadata).toMatchObject({
      format: 'amcl-checkpoint',
      version: '2',
      method: 'simclr',
      step: '1',
      key: 'abc',
      seed: '5',
    });
    expect(tensors['model.encoder.conv1.weight']?.shape).toEqual([2, 3, 3, 3]);
    expect(tensors['optimizer.momentum.encoder.conv1.weight']?.shape).toEqual([2, 3, 3, 3]);
    expect(tensors['model.encoder.layer2.0.downsample.1.running_var']?.shape).toEqual([4]);
    expect(tensors['model.projection_head.layers.3.weight']?.shape).toEqual([6, 16]);
  });

  it('keeps what a step carries on in the layout of what it copies', async () => {
    const moco = tinyMoco();
    const own = join(folder, 'moco');
    await saveCheckpoint(own, moco, { state: TrainingState.initialize(moco, 5), kernels: [] }, owner);
    const { tensors } = decodeSafetensors(new Uint8Array(readFileSync(own)), 'checkpoint');
    expect(tensors['model.momentum_encoder.conv1.weight']).toEqual(tensors['model.encoder.conv1.weight']);
    expect(tensors['model.momentum_encoder.conv1.weight']?.shape).toEqual([2, 3, 3, 3]);
    expect(tensors['model.queue']?.shape).toEqual([2, 9, 6]);
    expect(tensors['optimizer.momentum.temperature.0.weight']?.shape).toEqual([4, 6]);
    expect(Object.keys(tensors).filter((name) => name.startsWith('optimizer.momentum.momentum_'))).toEqual([]);
  });

  it('is null where there is none', async () => {
    expect(await loadCheckpoint(join(folder, 'absent'), method, owner)).toBeNull();
  });

  it.each([
    { key: 'other', seed: 5 },
    { key: 'abc', seed: 6 },
  ])('refuses to serve another training, %o', async (wanted) => {
    const loading = loadCheckpoint(path, method, wanted);
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(
      new RegExp(
        `belong to this training, ${wanted.key}, seed ${wanted.seed}, but .* another experiment or version, abc, seed 5\\.`,
      ),
    );
  });

  it.each([0, 5, 1000, -1])('is found truncated at %i', async (length) => {
    const truncated = other('truncated', bytes());
    truncateSync(truncated, length < 0 ? bytes().length + length : length);
    await expect(loadCheckpoint(truncated, method, owner)).rejects.toThrow(/truncated.* (damaged|again)/);
  });

  it('is found damaged by one flipped bit', async () => {
    const damaged = bytes();
    damaged[damaged.length - 100]! ^= 1;
    await expect(loadCheckpoint(other('damaged', damaged), method, owner)).rejects.toThrow(/sha256 .* it is damaged/);
  });

  it('is found damaged by another step in its header', async () => {
    const { tensors, metadata } = decodeSafetensors(bytes(), 'checkpoint');
    const later = other('later', encodeSafetensors(tensors, { ...metadata, step: '2' }));
    await expect(loadCheckpoint(later, method, owner)).rejects.toThrow(/it is damaged/);
  });

  it('refuses another format, and another network under the same key', async () => {
    const { tensors, metadata } = decodeSafetensors(bytes(), 'checkpoint');
    const bare = other('bare', encodeSafetensors(tensors));
    await expect(loadCheckpoint(bare, method, owner)).rejects.toThrow(/format amcl-checkpoint 2 .* found none/);
    const future = other('future', encodeSafetensors(tensors, { ...metadata, version: '3' }));
    await expect(loadCheckpoint(future, method, owner)).rejects.toThrow(/found amcl-checkpoint 3/);
    const wider = tinyMethod({ encoder: { width: 1 / 16 } });
    await expect(loadCheckpoint(path, wider, owner)).rejects.toThrow(
      /Expected F32 \[4, 3, 3, 3\] for tensor encoder.conv1.weight of model.\* .* found F32 \[2, 3, 3, 3\]/,
    );
  });
});
