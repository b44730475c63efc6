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
import {
  resolveExperiment,
  type Experiment,
  type ExperimentInput,
  type LinearProbeSection,
  type PretrainSection,
} from '@amcl/experiment';
import { createMethod } from '@amcl/methods';
import { randomStream } from '@amcl/random';
import { augmentResultSchema, ingestResultSchema, pretrainResultSchema, type PretrainResult } from '@amcl/results';
import type { StageContext, StageEvent } from '@amcl/stage';
import { encoderFile, headsFile, readInit, TrainingState } from '@amcl/training';
import { linearProbe } from '../linear-probe';

export const SEED = 4;
/** Images of the splits. */
export const TRAIN = 24;
export const TEST = 12;
const SIDE = 8;

export const projectionHead = { hidden: 6, output: 4 };

/** Tiny networks of a method, and a probe of a few seconds. */
export function experimentOf(pretrain: ExperimentInput['pretrain']): Experiment {
  const input: ExperimentInput = {
    augmentation: { randomResizedCrop: { size: SIDE } },
    pretrain: { encoder: { width: 1 / 32 }, batchSize: 8, ...pretrain },
    linearProbe: {
      epochs: 8,
      batchSize: 8,
      lr: 0.01,
      knn: { k: 5 },
      similarity: { images: 6, bins: 1000 },
      map: { images: 10, neighbors: 4, epochs: 12 },
      neighbours: { images: 3, k: 2 },
    },
  };
  return resolveExperiment(input, 'experiment.ts');
}

export const experiment = experimentOf({ method: { name: 'simclr', projectionHead } });

/** How the stage runs, where it is not as the experiment says on the plain backend. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly engine?: EngineIdentity;
  listen?(this: void, event: StageEvent): void;
}

/** A workspace with the outputs that stage linear-probe reads, of two made-up classes. The caller disposes it. */
export class ProbeWorkspace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'linear-probe-'));
  private readonly store = new BlobStore(join(this.folder, 'store'));

  static async create(): Promise<ProbeWorkspace> {
    const workspace = new ProbeWorkspace();
    await workspace.putIngest();
    const statistics = { images: 1, views: 1, mean: [0, 0, 0], std: [1, 1, 1], shares: {} };
    const augment = { recipe: experiment.augmentation, sheets: [], statistics, materialized: null };
    await workspace.put('augment', augment, {});
    return workspace;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Path of a file of a stage's output. */
  path(stage: string, name: string): string {
    return join(this.folder, stage, name);
  }

  /** Hands on the networks that a pre-training with this seed begins with, as if it had ended with them. */
  async putPretrain(section: PretrainSection = experiment.pretrain, seed = SEED): Promise<void> {
    const instance = createMethod(section);
    const init = await readInit(this.folder, section.init, instance.encoder);
    const state = TrainingState.initialize(instance, seed, init);
    const { method, amcl, encoder, batchSize } = section;
    const result: PretrainResult = {
      network: { method, amcl, encoder, init: section.init, batchSize },
      features: instance.encoder.features,
      computed: { device: 'AMD EPYC', precision: 'float32' },
      epochs: 1,
      steps: 1,
      stopped: null,
      loss: { first: 1, last: 1 },
      embeddingStd: { last: 1 },
      knn: [],
      kernels: null,
      files: { encoder: 'encoder', heads: 'heads', metrics: 'metrics' },
    };
    await this.put('pretrain', result, {
      encoder: encodeSafetensors(encoderFile(instance, state)),
      heads: encodeSafetensors(headsFile(instance, state)),
    });
    state.dispose();
  }

  /** Weights of an encoder in a file of the workspace. */
  writeInit(seed: number): { file: string; sha256: string } {
    const method = createMethod(experiment.pretrain);
    const state = TrainingState.initialize(method, seed);
    const bytes = encodeSafetensors(encoderFile(method, state));
    state.dispose();
    writeFileSync(join(this.folder, 'init.safetensors'), bytes);
    return { file: 'init.safetensors', sha256: sha256(bytes) };
  }

  /** Runs the stage. */
  async run(changes: Partial<LinearProbeSection> = {}, { signal, engine, listen }: RunOptions = {}) {
    const events: StageEvent[] = [];
    const output = await OutputFolder.create(join(this.folder, 'linear-probe'), this.store);
    const inputs = {
      ingest: await StageOutput.open(join(this.folder, 'ingest'), ingestResultSchema),
      augment: await StageOutput.open(join(this.folder, 'augment'), augmentResultSchema),
      pretrain: await StageOutput.open(join(this.folder, 'pretrain'), pretrainResultSchema),
    };
    const context: StageContext = {
      experiment: 'quick',
      seed: SEED,
      workspace: this.folder,
      key: 'key',
      work: this.folder,
      store: this.store,
      output,
      signal: signal ?? new AbortController().signal,
      engine: engine ?? { backend: 'cpu', tfjs: '4.22.0', library: null },
      emit: (event) => {
        events.push(event);
        listen?.(event);
      },
    };
    const { result } = await linearProbe.run({ ...experiment.linearProbe, ...changes }, inputs, context);
    const tensorsOf = (split: 'train' | 'test') => {
      const name = `features-${split}`;
      return decodeSafetensors(readFileSync(join(output.path, `${name}.safetensors`)), name).tensors;
    };
    return { result, events, tensorsOf };
  }

  private async putIngest(): Promise<void> {
    const split = (name: string, count: number) => ({ count, shards: [`${name}-0`], perClass: [count / 2, count / 2] });
    const result = {
      dataset: 'two',
      shape: [SIDE, SIDE, 3],
      classNames: ['dark', 'light'],
      mean: [0.5, 0.5, 0.5],
      std: [0.2, 0.2, 0.2],
      evaluatedOn: 'test',
      splits: { train: split('train', TRAIN), test: split('test', TEST), unlabelled: null },
      damaged: [],
    };
    await this.put('ingest', result, { 'train-0': shard(TRAIN, 1), 'test-0': shard(TEST, 2) });
  }

  private async put(stage: string, result: unknown, files: Record<string, Uint8Array>): Promise<void> {
    const output = await OutputFolder.create(join(this.folder, stage), this.store);
    for (const [name, content] of Object.entries(files)) await output.writeBlob(name, content);
    await output.commit({ stage, result }, {});
  }
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
