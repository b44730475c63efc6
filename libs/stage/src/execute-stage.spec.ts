import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { acquireLock, BlobStore, readUses, StageOutput } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { executeStage } from './execute-stage';
import { runPaths } from './paths';
import { readWorkSection, type WorkRecord } from './work-record';
import type { Stage, StageContext } from './stage';
import type { StageEvent } from './stage-event';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  // The stage's code, which is a part of its key: a program that imports one package of npm.
  write('package.json', JSON.stringify({ workspaces: ['apps/*'] }));
  write('apps/ingest/package.json', JSON.stringify({ name: '@amcl/app-ingest' }));
  write('apps/ingest/src/main.ts', `import 'pacote';`);
  for (const name of ['node_modules', 'package-lock.json'])
    symlinkSync(join(__dirname, '../../..', name), join(workspace, name));
  writeSection({ seed: 1, section });
});

/** A subset, which the seed draws. */
const section = resolveExperiment({ dataset: { limit: { train: 1000, test: 1000 } } }, 'experiment.ts').dataset;

function write(name: string, content: string): void {
  const path = join(workspace, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const writeSection = (content: object): void =>
  write(relative(workspace, runPaths(workspace).section('quick', 'dataset')), JSON.stringify(content));

type Run = (context: StageContext) => Promise<{ result: unknown }>;

function execute(
  run: Run,
  emit: (event: StageEvent) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<void> {
  const stage: Stage<'dataset', never, unknown> = {
    name: 'ingest',
    section: 'dataset',
    reads: [],
    usesEngine: false,
    run: (_section, _inputs, context) => run(context),
  };
  return executeStage(stage, { experiment: 'quick', workspace, signal, emit });
}

const folder = (): string => runPaths(workspace).output('quick', 'ingest');
const workFolders = (): string[] => readdirSync(dirname(runPaths(workspace).work('x')));

describe('executeStage', () => {
  it('commits the output and clears the work folder', async () => {
    await execute(async ({ output, work }) => {
      writeFileSync(join(work, 'checkpoint'), 'half');
      await output.write('a.txt', 'a');
      return { result: { images: 3 } };
    });
    const manifest = JSON.parse(readFileSync(join(folder(), 'manifest.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({
      schema: 2,
      stage: 'ingest',
      result: { images: 3 },
      files: { 'a.txt': { bytes: 1 } },
    });
    const { work } = JSON.parse(readFileSync(join(folder(), 'run.json'), 'utf8')) as { work: WorkRecord };
    expect(work).toMatchObject({ seed: 1, section, inputs: {}, packages: { pacote: expect.any(String) as string } });
    const list = readFileSync(join(runPaths(workspace).store, work.sources), 'utf8');
    expect(list).toContain('"apps/ingest/src/main.ts":');
    expect(workFolders()).toEqual([]);
  });

  it('keeps the earlier output and the work of a stage that fails, and hands the work to the next run', async () => {
    await execute(() => Promise.resolve({ result: 1 }));
    const before = readFileSync(join(folder(), 'manifest.json'));
    writeSection({ seed: 2, section });
    const failing = execute(async ({ work, output }) => {
      writeFileSync(join(work, 'checkpoint'), 'half');
      await output.write('a.txt', 'a');
      throw new Error('broke');
    });
    await expect(failing).rejects.toThrow('broke');
    expect(readFileSync(join(folder(), 'manifest.json'))).toEqual(before);
    expect(readdirSync(dirname(folder()))).toEqual(['ingest', 'resolve']);
    await execute(({ work }) => Promise.resolve({ result: readFileSync(join(work, 'checkpoint'), 'utf8') }));
    expect(readFileSync(join(folder(), 'manifest.json'), 'utf8')).toContain('"result": "half"');
  });

  it('gives another seed another work folder', async () => {
    const keys: string[] = [];
    const note: Run = ({ key }) => Promise.resolve({ result: keys.push(key) });
    await execute(note);
    writeSection({ seed: 2, section });
    await execute(note);
    expect(new Set(keys).size).toBe(2);
  });

  it('lets one process at a time at the same work; another waits, and takes what the first gave', async () => {
    let second: Promise<void> = Promise.reject(new Error('not begun'));
    second.catch(() => undefined);
    const events: StageEvent[] = [];
    await execute(async () => {
      second = execute(
        () => Promise.reject(new Error('done twice')),
        (event) => events.push(event),
      );
      while (events.length === 0) await setTimeout(20);
      return { result: 1 };
    });
    await second;
    expect(events).toMatchObject([
      { kind: 'message', text: expect.stringContaining(`Process ${process.pid} on`) as string },
      { kind: 'kept' },
      { kind: 'message' },
    ]);
    expect(readFileSync(join(folder(), 'manifest.json'), 'utf8')).toContain('"result": 1');
  });

  it('ends its wait when it is stopped', async () => {
    const stop = new AbortController();
    await execute(async () => {
      const second = execute(
        () => Promise.reject(new Error('done twice')),
        () => stop.abort(new Error('stopped')),
        stop.signal,
      );
      await expect(second).rejects.toThrow('stopped');
      return { result: 1 };
    });
  });

  it('waits while files are collected, with its lock taken, and says so', async () => {
    const collector = await acquireLock(new BlobStore(runPaths(workspace).store).collectorLock);
    const events: StageEvent[] = [];
    let released = false;
    const running = execute(
      () => Promise.resolve({ result: released }),
      (event) => events.push(event),
    );
    while (events.length === 0) await setTimeout(20);
    expect(events).toMatchObject([
      { kind: 'message', text: expect.stringMatching(/amcl gc .* This run waits\./) as string },
    ]);
    expect(workFolders()).toEqual([expect.stringMatching(/\.lock$/)]);
    await setTimeout(300);
    released = true;
    await collector.release();
    await running;
    expect(readFileSync(join(folder(), 'manifest.json'), 'utf8')).toContain('"result": true');
    expect(events.filter(({ kind }) => kind === 'message')).toHaveLength(1);
  });

  it('notes each use of a work, and what an unfinished work reads', async () => {
    const store = runPaths(workspace).store;
    await execute(({ work }) => Promise.resolve({ result: readFileSync(join(work, 'inputs.json'), 'utf8') }));
    await execute(() => Promise.reject(new Error('done twice')));
    expect(readFileSync(join(folder(), 'manifest.json'), 'utf8')).toContain('"result": "{}"');
    const uses = await readUses(store);
    expect(uses).toMatchObject(Array(2).fill({ experiment: 'quick', stage: 'ingest', run: null }));
    expect(readdirSync(join(store, 'stages'))).toEqual([`${uses[0]?.key}.json`]);
    expect(uses[1]?.key).toBe(uses[0]?.key);
    writeSection({ seed: 2, section });
    await expect(execute(() => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
    expect(await readUses(store)).toHaveLength(2);
  });

  it('names a section that is missing or of another version', async () => {
    writeSection({ seed: 1, section: { name: 'cifar11' } });
    await expect(execute(() => Promise.resolve({ result: 0 }))).rejects.toThrow(
      /dataset\.json is not of this version[^]*nx run quick:resolve/,
    );
    writeFileSync(join(dirname(folder()), 'resolve', 'dataset.json'), '{');
    await expect(execute(() => Promise.resolve({ result: 0 }))).rejects.toThrow(/dataset\.json is not of this version/);
  });
});

describe('executeStage of several runs', () => {
  const several = (...seeds: number[]) =>
    writeSection({ runs: seeds.map((seed) => ({ name: `seed-${seed}`, seed, section })) });
  const done: number[] = [];
  const count: Run = async ({ seed, output }) => {
    done.push(seed);
    await output.write('small.txt', `small ${seed}`);
    await output.writeBlob('large.bin', Buffer.from(`large ${seed}`));
    return { result: { seed } };
  };
  const file = (name: string) => readFileSync(join(folder(), name), 'utf8');
  beforeEach(() => void (done.length = 0));

  it('does each, and those that were done before not again', async () => {
    several(1, 2);
    await execute(count);
    expect(done).toEqual([1, 2]);
    const manifest = file('seed-1/manifest.json');
    several(3, 1);
    rmSync(folder(), { recursive: true });
    const events: StageEvent[] = [];
    await execute(count, (event) => events.push(event));
    expect(done).toEqual([1, 2, 3]);
    expect(readdirSync(folder())).toEqual(['seed-1', 'seed-3']);
    expect(file('seed-1/manifest.json')).toBe(manifest);
    expect([file('seed-1/small.txt'), file('seed-1/large.bin')]).toEqual(['small 1', 'large 1']);
    expect(events.filter(({ kind }) => kind !== 'message')).toMatchObject([
      { kind: 'started', run: 'seed-3', seed: 3 },
      { kind: 'ended', outcome: 'finished', output: join(folder(), 'seed-3') },
      { kind: 'kept', run: 'seed-1', seed: 1 },
    ]);
  });

  it('keeps those before one that fails, and removes those that are no more', async () => {
    several(1, 2);
    const fails: Run = (context) => (context.seed === 2 ? Promise.reject(new Error('broke')) : count(context));
    await expect(execute(fails)).rejects.toThrow('broke');
    expect(readdirSync(folder())).toEqual(['seed-1']);
    several(2);
    await execute(count);
    expect(done).toEqual([1, 2]);
    expect(readdirSync(folder())).toEqual(['seed-2']);
    writeSection({ seed: 2, section });
    await execute(count);
    expect(done).toEqual([1, 2]);
    expect(readdirSync(folder()).sort()).toEqual(['large.bin', 'manifest.json', 'run.json', 'small.txt']);
    expect(file('large.bin')).toBe('large 2');
  });

  it('does each by the section that the stage makes of the results before, and takes them all from the store', async () => {
    const limits: unknown[] = [];
    let closed = 0;
    const stage: Stage<'dataset', never, { images: number }> = {
      name: 'ingest',
      section: 'dataset',
      reads: [],
      usesEngine: false,
      run: ({ limit }, _inputs, { seed }) => {
        limits.push(limit?.train);
        return Promise.resolve({ result: { images: 10 * seed + (limit?.train ?? 0) } });
      },
      async *adapt(runs) {
        await Promise.resolve();
        try {
          let images = 10;
          for (const run of runs) ({ images } = yield { ...run.section, limit: { train: images, test: 10 } });
        } finally {
          closed++;
        }
      },
    };
    const setting = { experiment: 'quick', workspace, signal: new AbortController().signal, emit: () => undefined };
    const runs = [1, 2, 3].map((seed) => ({ name: `seed-${seed}`, seed, section }));
    const sweep = { parameters: { 'dataset.limit': { values: [null] } }, earlyStopping: {} };
    writeSection({ runs, sweep });
    await executeStage(stage, setting);
    expect(limits).toEqual([10, 20, 40]);
    const manifests = runs.map(({ name }) => file(`${name}/manifest.json`));
    const output = await StageOutput.open(join(folder(), 'seed-3'), z.object({ images: z.number() }));
    expect(output.result).toEqual({ images: 70 });
    const worked = await readWorkSection(output, 'dataset');
    expect(worked).toEqual({ ...section, limit: { train: 40, test: 10 } });
    await executeStage(stage, setting);
    expect(limits).toHaveLength(3);
    expect(runs.map(({ name }) => file(`${name}/manifest.json`))).toEqual(manifests);
    expect(closed).toBe(2);
    // Without the sweep: by the sections as they are.
    writeSection({ runs });
    await executeStage(stage, setting);
    expect(limits.slice(3)).toEqual([1000, 1000, 1000]);
    expect(closed).toBe(2);
  });

  it('does once for all seeds what no seed decides', async () => {
    const whole = { ...section, limit: null };
    writeSection({ runs: [1, 2, 3].map((seed) => ({ name: `seed-${seed}`, seed, section: whole })) });
    const events: StageEvent[] = [];
    await execute(
      async ({ output }) => {
        done.push(1);
        await output.write('small.txt', 'small');
        return { result: {} };
      },
      (event) => events.push(event),
    );
    expect(done).toEqual([1]);
    expect(events.filter(({ kind }) => kind === 'kept')).toMatchObject([
      { run: 'seed-2', seed: 2 },
      { run: 'seed-3', seed: 3 },
    ]);
    expect(file('seed-3/manifest.json')).toBe(file('seed-1/manifest.json'));
    expect(file('seed-3/run.json')).toContain('"seed": null');
  });

  it('does once for all points of a sweep what has the same settings in each, as a training whose probe alone is swept', async () => {
    writeSection({ runs: [1, 2, 3].map((point) => ({ name: `point-${point}`, seed: 1, section })) });
    await execute(count);
    expect(done).toEqual([1]);
    expect(file('point-3/manifest.json')).toBe(file('point-1/manifest.json'));
  });

  it('does a run again whose file in the store is damaged', async () => {
    several(1, 2);
    await execute(count);
    const { files } = JSON.parse(file('seed-2/manifest.json')) as { files: Record<string, { sha256: string }> };
    const blob = join(runPaths(workspace).store, files['large.bin']!.sha256);
    rmSync(blob);
    writeFileSync(blob, 'larger2');
    await execute(count);
    expect(done).toEqual([1, 2, 2]);
    expect(file('seed-2/large.bin')).toBe('large 2');
  });
});
