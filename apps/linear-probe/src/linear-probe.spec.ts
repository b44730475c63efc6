import { readFileSync, writeFileSync } from 'node:fs';
import { openEngine } from '@amcl/engine';
import { linearProbeResultSchema } from '@amcl/results';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { experiment, experimentOf, ProbeWorkspace, projectionHead, SEED, TEST } from './testing/probe-workspace';

let workspace: ProbeWorkspace;
beforeAll(async () => {
  await openEngine({ backend: 'cpu' });
  workspace = await ProbeWorkspace.create();
});
beforeEach(() => workspace.putPretrain());
afterAll(() => workspace.dispose());

describe('linearProbe', () => {
  it('measures both encoders, and finds them equal where training did nothing', async () => {
    const { result, events, tensorsOf } = await workspace.run();
    expect(linearProbeResultSchema.parse(result)).toEqual(result);
    expect(result.trained).toEqual(result.untrained);
    expect(result.similarity.trained).toEqual(result.similarity.untrained);
    expect(result.trained.knn).toMatchObject({ k: 5, temperature: 0.1 });
    expect(result.trained.knn.top1).toBeGreaterThan(50);
    expect(result.trained.probe.loss).toHaveLength(8);
    expect(result.trained.probe.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(TEST);
    expect(events.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(8);
    const tensors = tensorsOf('test');
    expect(tensors['features']?.shape).toEqual([TEST, 16]);
    expect([...(tensors['labels']?.data ?? [])]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('gives the same figures again, to the byte', async () => {
    const [one, other] = [await workspace.run(), await workspace.run()];
    expect(JSON.stringify(one.result)).toBe(JSON.stringify(other.result));
  });

  it('draws crops and flips anew in each epoch if so set, for the training images alone', async () => {
    const plain = await workspace.run();
    const { result, events } = await workspace.run({ augment: true, epochs: 2 });
    expect(result.trained.knn).toEqual(plain.result.trained.knn);
    expect(result.trained.probe.loss).not.toEqual(plain.result.trained.probe.loss.slice(0, 2));
    const tasks = new Set(events.flatMap((event) => (event.kind === 'progress' ? [event.task] : [])));
    expect(tasks).toContain('features, trained, epoch 2');
    expect([...tasks].filter((task) => task.includes('test'))).toHaveLength(2);
  });

  it('encodes on tensorflow to the same figures, each time, and leaves no tensor', async () => {
    const { identity } = await openEngine({ backend: 'tensorflow' });
    const { numTensors } = tf.memory();
    const augmented = () => workspace.run({ augment: true, epochs: 2 }, { engine: identity });
    const [one, other, plain] = [
      await augmented(),
      await augmented(),
      await workspace.run({ augment: true, epochs: 2 }),
    ];
    expect(one.result).toEqual(other.result);
    await openEngine(identity);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(one.result.trained.knn).toEqual(plain.result.trained.knn);
    one.result.trained.probe.loss.forEach((loss, epoch) =>
      expect(loss).toBeCloseTo(plain.result.trained.probe.loss[epoch] ?? NaN, 4),
    );
  });

  it('stops when it is aborted', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(workspace.run({}, { signal: stop.signal })).rejects.toThrow('stopped');
  });

  it('compares another network with the one of the experiment’s seed', async () => {
    await workspace.putPretrain(experiment.pretrain, SEED + 1);
    const { result } = await workspace.run();
    expect(result.trained.probe.loss).not.toEqual(result.untrained.probe.loss);
    expect(result.similarity.trained).not.toEqual(result.similarity.untrained);
    expect(result.geometry.trained).not.toEqual(result.geometry.untrained);
    for (const { trained, untrained } of result.augmentations) expect(trained).not.toEqual(untrained);
  });

  it.each([
    ['simclr', { method: { name: 'simclr', projectionHead }, amcl: { heads: 2 } }],
    ['moco', { method: { name: 'moco', projectionHead, queueSize: 16, batchNormSplits: 2 }, amcl: { wideHead: true } }],
    ['simsiam', { method: { name: 'simsiam', projectionHead, predictionHead: { hidden: 3 } }, amcl: { heads: 3 } }],
    ['barlow-twins', { method: { name: 'barlow-twins', projectionHead }, amcl: { temperature: { kind: 'global' } } }],
  ] as const)('makes the networks of %s with AMCL from what pre-training says of them', async (_name, settings) => {
    const { pretrain } = experimentOf(settings);
    await workspace.putPretrain(pretrain);
    const { result } = await workspace.run({ epochs: 1 });
    expect(result.trained).toEqual(result.untrained);
    expect(result.similarity.trained).toEqual(result.similarity.untrained);
    expect(result.geometry.trained).toEqual(result.geometry.untrained);
    await workspace.putPretrain(pretrain, SEED + 1);
    const other = await workspace.run({ epochs: 1 });
    expect(other.result.similarity.untrained).toEqual(result.similarity.untrained);
    expect(other.result.similarity.trained).not.toEqual(result.similarity.untrained);
  });

  it('begins the untrained network with the weights that pre-training began with', async () => {
    const init = workspace.writeInit(SEED + 2);
    await workspace.putPretrain({ ...experiment.pretrain, init });
    const { result } = await workspace.run({ epochs: 1 });
    expect(result.trained).toEqual(result.untrained);
    expect(result.similarity.trained).toEqual(result.similarity.untrained);
    await workspace.putPretrain();
    expect((await workspace.run({ epochs: 1 })).result.untrained.probe.loss).not.toEqual(result.untrained.probe.loss);
  });

  it('refuses initial weights that were changed since', async () => {
    await workspace.putPretrain({ ...experiment.pretrain, init: workspace.writeInit(SEED + 2) });
    workspace.writeInit(SEED + 3);
    await expect(workspace.run()).rejects.toThrow(/init\.safetensors .*sha256/);
  });

  it.each(['encoder', 'heads'])('refuses the file %s when it was changed', async (name) => {
    const path = workspace.path('pretrain', name);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    await expect(workspace.run()).rejects.toThrow(new RegExp(`^${name} of .* is damaged`));
  });
});
