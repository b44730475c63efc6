import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BlobStore,
  decodeSafetensors,
  encodeSafetensors,
  OutputFolder,
  sha256,
  StageOutput,
  type EngineIdentity,
} from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { resolveExperiment, type ExperimentInput, type LinearProbeSection } from '@amcl/experiment';
import { createMethod } from '@amcl/methods';
import { randomStream } from '@amcl/random';
import {
  augmentResultSchema,
  ingestResultSchema,
  linearProbeResultSchema,
  pretrainResultSchema,
  type PretrainResult,
} from '@amcl/results';
import type { StageContext, StageEvent } from '@amcl/stage';
import { encoderFile, headsFile, readInit, TrainingState } from '@amcl/training';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linearProbe } from './linear-probe';

const SIDE = 8;
const SEED = 4;
const CLASSES = ['dark', 'light'];
const experimentOf = (pretrain: ExperimentInput['pretrain']) =>
  resolveExperiment(
    {
      augmentation: { randomResizedCrop: { size: SIDE } },
      pretrain: { encoder: { width: 1 / 32 }, batchSize: 8, ...pretrain },
      linearProbe: { epochs: 8, batchSize: 8, lr: 0.01, knn: { k: 5 }, similarity: { images: 6, bins: 1000 } },
    },
    'experiment.ts',
  );
const projectionHead = { hidden: 6, output: 4 };
const experiment = experimentOf({ method: { name: 'simclr', projectionHead } });
const section = experiment.linearProbe;

let folder: string;
let store: BlobStore;
beforeAll(async () => {
  await openEngine({ backend: 'cpu' });
  folder = mkdtempSync(join(tmpdir(), 'linear-probe-'));
  store = new BlobStore(join(folder, 'store'));
  await putIngest();
  await put('augment', augmentResult(), {});
});
beforeEach(() => putPretrain());
afterAll(() => rmSync(folder, { recursive: true }));

async function put(stage: string, result: unknown, files: Record<string, Uint8Array>): Promise<void> {
  const output = await OutputFolder.create(join(folder, stage), store);
  for (const [name, content] of Object.entries(files)) await output.writeBlob(name, content);
  await output.commit({ stage, config: 'c'.repeat(64), inputs: {}, packages: {}, result }, {});
}

/** Noise around one of two brightnesses. */
function shard(count: number, seed: number): Uint8Array {
  const random = randomStream(seed, 'test');
  const labels = Int32Array.from({ length: count }, (_, index) => index % 2);
  const images = Uint8Array.from({ length: count * SIDE * SIDE * 3 }, (_, at) => {
    const label = labels[Math.floor(at / (SIDE * SIDE * 3))]!;
    return 40 + 130 * label + random.integer(60);
  });
  return encodeSafetensors({
    images: { dtype: 'U8', shape: [count, SIDE, SIDE, 3], data: images },
    labels: { dtype: 'I32', shape: [count], data: labels },
  });
}

async function putIngest(): Promise<void> {
  const split = (name: string, count: number) => ({ count, shards: [`${name}-0`], perClass: [count / 2, count / 2] });
  const result = {
    dataset: 'two',
    shape: [SIDE, SIDE, 3],
    classNames: CLASSES,
    mean: [0.5, 0.5, 0.5],
    std: [0.2, 0.2, 0.2],
    splits: { train: split('train', 24), test: split('test', 12) },
  };
  await put('ingest', result, { 'train-0': shard(24, 1), 'test-0': shard(12, 2) });
}

function augmentResult() {
  const statistics = { images: 1, views: 1, mean: [0, 0, 0], std: [1, 1, 1], shares: {} };
  return { recipe: experiment.augmentation, sheets: [], statistics, materialized: null };
}

/** Hands on the networks that a pre-training with this seed begins with, as if it had ended with them. */
async function putPretrain(section = experiment.pretrain, seed = SEED): Promise<void> {
  const instance = createMethod(section);
  const state = TrainingState.initialize(instance, seed, await readInit(folder, section.init, instance.encoder));
  const { method, amcl, encoder, init, batchSize } = section;
  const result: PretrainResult = {
    network: { method, amcl, encoder, init, batchSize },
    features: instance.encoder.features,
    computed: { device: 'AMD EPYC', precision: 'float32' },
    epochs: 1,
    steps: 1,
    loss: { first: 1, last: 1 },
    stopped: null,
    embeddingStd: { last: 1 },
    knn: [],
    kernels: null,
    files: { encoder: 'encoder', heads: 'heads', metrics: 'metrics' },
  };
  await put('pretrain', result, {
    encoder: encodeSafetensors(encoderFile(instance, state)),
    heads: encodeSafetensors(headsFile(instance, state)),
  });
  state.dispose();
}

/** Weights of an encoder in a file of the workspace. */
function writeInit(seed: number): { file: string; sha256: string } {
  const method = createMethod(experiment.pretrain);
  const state = TrainingState.initialize(method, seed);
  const bytes = encodeSafetensors(encoderFile(method, state));
  state.dispose();
  writeFileSync(join(folder, 'init.safetensors'), bytes);
  return { file: 'init.safetensors', sha256: sha256(bytes) };
}

async function run(
  changes: Partial<LinearProbeSection> = {},
  signal = new AbortController().signal,
  engine: EngineIdentity = { backend: 'cpu', tfjs: '4.22.0', library: null },
) {
  const events: StageEvent[] = [];
  const output = await OutputFolder.create(join(folder, 'linear-probe'), store);
  const inputs = {
    ingest: await StageOutput.open(join(folder, 'ingest'), ingestResultSchema),
    augment: await StageOutput.open(join(folder, 'augment'), augmentResultSchema),
    pretrain: await StageOutput.open(join(folder, 'pretrain'), pretrainResultSchema),
  };
  const context: StageContext = {
    experiment: 'quick',
    seed: SEED,
    workspace: folder,
    key: 'key',
    work: folder,
    store,
    output,
    signal,
    engine,
    emit: (event) => void events.push(event),
  };
  const { result } = await linearProbe.run({ ...section, ...changes }, inputs, context);
  return { result, events, output };
}

describe('linearProbe', () => {
  it('measures both encoders, and finds them equal where training did nothing', async () => {
    const { result, events, output } = await run();
    expect(linearProbeResultSchema.parse(result)).toEqual(result);
    expect(result.trained).toEqual(result.untrained);
    expect(result.similarity.trained).toEqual(result.similarity.untrained);
    expect(result.trained.knn).toMatchObject({ k: 5, temperature: 0.1 });
    expect(result.trained.knn.top1).toBeGreaterThan(50);
    expect(result.trained.probe.loss).toHaveLength(8);
    expect(result.trained.probe.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(events.filter(({ kind }) => kind === 'progress').length).toBeGreaterThan(8);
    const { tensors } = decodeSafetensors(
      readFileSync(join(output.path, 'features-test.safetensors')),
      'features-test',
    );
    expect(tensors['features']?.shape).toEqual([12, 16]);
    expect([...(tensors['labels']?.data ?? [])]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('gives the same figures again', async () => {
    expect((await run()).result).toEqual((await run()).result);
  });

  it('draws crops and flips anew in each epoch if so set, for the training images alone', async () => {
    const plain = await run();
    const { result, events } = await run({ augment: true, epochs: 2 });
    expect(result.trained.knn).toEqual(plain.result.trained.knn);
    expect(result.trained.probe.loss).not.toEqual(plain.result.trained.probe.loss.slice(0, 2));
    const tasks = new Set(events.flatMap((event) => (event.kind === 'progress' ? [event.task] : [])));
    expect(tasks).toContain('features, trained, epoch 2');
    expect([...tasks].filter((task) => task.includes('test'))).toHaveLength(2);
  });

  it('encodes on tensorflow to the same figures, each time, and leaves no tensor', async () => {
    const { identity } = await openEngine({ backend: 'tensorflow' });
    const { numTensors } = tf.memory();
    const augmented = () => run({ augment: true, epochs: 2 }, undefined, identity);
    const [one, other, plain] = [await augmented(), await augmented(), await run({ augment: true, epochs: 2 })];
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
    await expect(run({}, stop.signal)).rejects.toThrow('stopped');
  });

  it('compares another network with the one of the experiment’s seed', async () => {
    await putPretrain(experiment.pretrain, SEED + 1);
    const { result } = await run();
    expect(result.trained.probe.loss).not.toEqual(result.untrained.probe.loss);
    expect(result.similarity.trained).not.toEqual(result.similarity.untrained);
  });

  it.each([
    ['simclr', { method: { name: 'simclr', projectionHead }, amcl: { heads: 2 } }],
    ['moco', { method: { name: 'moco', projectionHead, queueSize: 16, batchNormSplits: 2 }, amcl: { wideHead: true } }],
    ['simsiam', { method: { name: 'simsiam', projectionHead, predictionHead: { hidden: 3 } }, amcl: { heads: 3 } }],
    ['barlow-twins', { method: { name: 'barlow-twins', projectionHead }, amcl: { temperature: { kind: 'global' } } }],
  ] as const)('makes the networks of %s with AMCL from what pre-training says of them', async (_name, settings) => {
    const { pretrain } = experimentOf(settings);
    await putPretrain(pretrain);
    const { result } = await run({ epochs: 1 });
    expect(result.trained).toEqual(result.untrained);
    expect(result.similarity.trained).toEqual(result.similarity.untrained);
    await putPretrain(pretrain, SEED + 1);
    const other = await run({ epochs: 1 });
    expect(other.result.similarity.untrained).toEqual(result.similarity.untrained);
    expect(other.result.similarity.trained).not.toEqual(result.similarity.untrained);
  });

  it('begins the untrained network with the weights that pre-training began with', async () => {
    const init = writeInit(SEED + 2);
    await putPretrain({ ...experiment.pretrain, init });
    const { result } = await run({ epochs: 1 });
    expect(result.trained).toEqual(result.untrained);
    expect(result.similarity.trained).toEqual(result.similarity.untrained);
    await putPretrain();
    expect((await run({ epochs: 1 })).result.untrained.probe.loss).not.toEqual(result.untrained.probe.loss);
  });

  it('refuses initial weights that were changed since', async () => {
    await putPretrain({ ...experiment.pretrain, init: writeInit(SEED + 2) });
    writeInit(SEED + 3);
    await expect(run()).rejects.toThrow(/init\.safetensors .*sha256/);
  });

  it.each(['encoder', 'heads'])('refuses the file %s when it was changed', async (name) => {
    const path = join(folder, 'pretrain', name);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    await expect(run()).rejects.toThrow(new RegExp(`^${name} of .* is damaged`));
  });
});
