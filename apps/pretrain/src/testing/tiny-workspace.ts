import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BlobStore,
  encodeSafetensors,
  ENGINE_IDENTITY_FILE,
  OutputFolder,
  sha256,
  StageOutput,
  type EngineIdentity,
} from '@amcl/artifacts';
import { locateLibrary, TFJS_VERSION } from '@amcl/engine/library';
import { resolveExperiment, type PretrainSection, type Run } from '@amcl/experiment';
import { randomStream } from '@amcl/random';
import { pretrainResultSchema, type AugmentResult, type IngestResult, type PretrainResult } from '@amcl/results';
import { runPaths } from '@amcl/stage';

const ROOT = join(__dirname, '../../../..');
const SIDE = 8;
const COUNT = { train: 48, test: 10 };
const { augmentation, pretrain } = resolveExperiment({}, 'tiny');

/** Four steps an epoch, 40 in all, a checkpoint after every 7. */
export const TINY: PretrainSection = {
  ...pretrain,
  encoder: { ...pretrain.encoder, width: 1 / 32 },
  batchSize: 12,
  epochs: 10,
  knn: { every: 4, k: 5, temperature: 0.1, stopBelow: null },
  checkpoint: { everySteps: 7 },
};

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** A workspace of its own with the outputs that stage pretrain reads, of a small data set of noise. */
export class TinyWorkspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'amcl-pretrain-'));
  private readonly paths = runPaths(this.folder);
  private readonly store = new BlobStore(this.paths.store);

  private constructor(
    private readonly cache: string,
    private readonly classNames: readonly string[],
  ) {}

  /**
   * @param cache its AMCL_CACHE
   * @param classNames of the images: with two of them dark and bright noise take turns
   */
  static async create(section: PretrainSection, cache: string, classNames = ['noise']): Promise<TinyWorkspace> {
    const workspace = new TinyWorkspace(cache, classNames);
    for (const name of ['apps', 'libs', 'tools', 'node_modules', 'package.json', 'package-lock.json'])
      symlinkSync(join(ROOT, name), join(workspace.folder, name));
    workspace.writeJson(workspace.paths.section('tiny', 'pretrain'), { seed: 5, section });
    workspace.writeEngine({ backend: 'tensorflow', tfjs: TFJS_VERSION, library: locateLibrary()?.identity ?? null });
    await workspace.writeInputs(null);
    return workspace;
  }

  /** Makes an experiment of several runs of it. */
  async writeRuns(runs: readonly Run[]): Promise<void> {
    const [sweep] = runs.map(({ experiment }) => experiment.sweep);
    const sections = runs.map(({ name, seed, experiment }) => ({ name, seed, section: experiment.pretrain }));
    this.writeJson(this.paths.section('tiny', 'pretrain'), { sweep, runs: sections });
    for (const { name } of runs) await this.writeInputs(name);
  }

  writeEngine(identity: EngineIdentity): void {
    this.writeJson(join(this.folder, ENGINE_IDENTITY_FILE), identity);
  }

  /** Starts the stage's program; `until` kills it with a signal once so many steps are in its metrics. */
  async run(
    until?: { steps: number; signal: 'SIGKILL' | 'SIGINT' },
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Ended> {
    const program = join(ROOT, 'apps/pretrain/src/main.ts');
    const child = spawn(process.execPath, ['-r', require.resolve('@amcl/register'), program, '--experiment', 'tiny'], {
      cwd: this.folder,
      // As many threads as by hand, not the one of vitest.config.mts: that they change nothing is part of what is tested.
      env: { ...process.env, AMCL_CACHE: this.cache, TF_NUM_INTRAOP_THREADS: undefined, ...environment },
    });
    let [out, error] = ['', ''];
    child.stdout.on('data', (data) => (out += String(data)));
    child.stderr.on('data', (data) => (error += String(data)));
    if (until) void this.killAt(child, until);
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, out, error };
  }

  /** The checkpoint of the unfinished training, if there is one. */
  checkpoint(): string | null {
    const path = join(this.work() ?? '', 'checkpoint.safetensors');
    return existsSync(path) ? path : null;
  }

  /** The folder of the unfinished training, if there is one. */
  work(): string | null {
    const parent = dirname(this.paths.work('key'));
    const key = existsSync(parent) ? readdirSync(parent).find((name) => /^[0-9a-f]{64}$/.test(name)) : undefined;
    return key === undefined ? null : join(parent, key);
  }

  /** @param run of several */
  output(run: string | null = null): Promise<StageOutput<PretrainResult>> {
    return StageOutput.open(this.paths.output('tiny', 'pretrain', run), pretrainResultSchema);
  }

  hasOutput(): boolean {
    return existsSync(this.paths.output('tiny', 'pretrain'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async killAt(
    child: ChildProcess,
    { steps, signal }: { steps: number; signal: NodeJS.Signals },
  ): Promise<void> {
    while (child.exitCode === null && this.stepsDone() < steps) await sleep(2);
    child.kill(signal);
  }

  private stepsDone(): number {
    const path = join(this.work() ?? '', 'metrics.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').split('"loss"').length - 1 : 0;
  }

  /** Writes a file of the workspace and gives its sha256. */
  writeFile(name: string, content: Uint8Array): string {
    writeFileSync(join(this.folder, name), content);
    return sha256(content);
  }

  private async writeInputs(run: string | null): Promise<void> {
    const classes = this.classNames.length;
    const ingest = await OutputFolder.create(this.paths.output('tiny', 'ingest', run), this.store);
    for (const split of ['train', 'test'] as const)
      await ingest.writeBlob(`${split}.safetensors`, noiseShard(COUNT[split], classes));
    const splitOf = (split: 'train' | 'test') => ({
      count: COUNT[split],
      shards: [`${split}.safetensors`],
      perClass: this.classNames.map(() => COUNT[split] / classes),
    });
    const third = [1 / 3, 1 / 3, 1 / 3];
    const ingested: IngestResult = {
      dataset: 'noise',
      shape: [SIDE, SIDE, 3],
      classNames: [...this.classNames],
      mean: third,
      std: third,
      evaluatedOn: 'test',
      splits: { train: splitOf('train'), test: splitOf('test'), unlabelled: null },
      damaged: [],
    };
    await ingest.commit({ stage: 'ingest', result: ingested }, {});
    const augment = await OutputFolder.create(this.paths.output('tiny', 'augment', run), this.store);
    const augmented: AugmentResult = {
      recipe: { ...augmentation, randomResizedCrop: { ...augmentation.randomResizedCrop, size: SIDE } },
      sheets: [],
      statistics: { images: 1, views: 1, mean: third, std: third, shares: {} },
      materialized: null,
    };
    await augment.commit({ stage: 'augment', result: augmented }, {});
  }

  private writeJson(path: string, content: unknown): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  }
}

function noiseShard(count: number, classes: number): Uint8Array {
  const random = randomStream(3, 'noise', count);
  const pixels = SIDE * SIDE * 3;
  const labels = Int32Array.from({ length: count }, (_, image) => image % classes);
  const levels = classes === 1 ? 256 : 64;
  const images = Uint8Array.from(
    { length: count * pixels },
    (_, index) => random.integer(levels) + labels[Math.floor(index / pixels)]! * (256 - levels),
  );
  return encodeSafetensors({
    images: { dtype: 'U8', shape: [count, SIDE, SIDE, 3], data: images },
    labels: { dtype: 'I32', shape: [count], data: labels },
  });
}
