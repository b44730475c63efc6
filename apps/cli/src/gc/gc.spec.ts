import { spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { acquireLock, BlobStore, OutputFolder, readUses, StageOutput } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { executeStage, runPaths, type Stage } from '@amcl/stage';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { declare, temporaryWorkspace } from '../testing/temporary-workspace';
import { collectGarbage, type GcResult } from './collect-garbage';

let workspace: string;
let paths: ReturnType<typeof runPaths>;
beforeEach(() => {
  workspace = temporaryWorkspace();
  paths = runPaths(workspace);
  declare(workspace, 'mine', '{}');
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** A subset, which the seed draws. */
const { dataset } = resolveExperiment({ dataset: { limit: { train: 1000, test: 1000 } } }, 'experiment.ts');

/** Does stage `ingest` with a seed; its large file is of 1000 bytes, its small one of 7. */
async function ingest(seed: number, experiment = 'mine', during?: () => Promise<void>): Promise<void> {
  const path = paths.section(experiment, 'dataset');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ seed, section: dataset }));
  const stage: Stage<'dataset', never, unknown> = {
    name: 'ingest',
    section: 'dataset',
    reads: [],
    usesEngine: false,
    run: async (_section, _inputs, { output }) => {
      await output.writeBlob('large.bin', Buffer.alloc(1000, seed));
      await output.write('small.txt', `small ${seed}`);
      await during?.();
      return { result: { seed } };
    },
  };
  const signal = new AbortController().signal;
  await executeStage(stage, { experiment, workspace, signal, emit: () => undefined });
}

const gc = (keep = 3, dryRun = false): Promise<GcResult> => collectGarbage(workspace, { keep, dryRun });
const blobs = (): string[] => readdirSync(paths.store).filter((name) => name.length === 64);
const works = (): string[] => readdirSync(join(paths.store, 'stages'));
const counts = ({ removed }: GcResult): number[] => Object.values(removed).map(({ count }) => count);

/** Makes a file or folder of long ago. */
function write(path: string, content = 'x', days = 8): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  const then = Date.now() / 1000 - days * 24 * 3600;
  for (const changed of [path, dirname(path)]) utimesSync(changed, then, then);
}

describe('amcl gc', () => {
  it('keeps the last works and those of the outputs, and says before what it would remove', async () => {
    for (const seed of [1, 2, 3, 4, 2]) await ingest(seed);
    const dry = await gc(2, true);
    expect([counts(dry), dry.freed, works().length]).toEqual([[2, 4, 0, 0], dry.removed.works.bytes + 2014, 4]);
    const done = await gc(2);
    expect(done).toEqual({ ...dry, dryRun: false });
    // Two files of each, and the list of their code.
    expect(done.kept).toMatchObject([{ experiment: 'mine', declared: true, works: 2, files: 5 }]);
    expect([works().length, blobs().length]).toEqual([2, 5]);
    expect((await readUses(paths.store)).map(({ key }) => `${key}.json`).sort()).toEqual(works().sort());
    expect(counts(await gc(2))).toEqual([0, 0, 0, 0]);
    await ingest(4, 'mine', () => Promise.reject(new Error('done twice')));
    await expect(ingest(3, 'mine', () => Promise.reject(new Error('anew')))).rejects.toThrow('anew');
    await gc(0);
    expect(readFileSync(join(paths.output('mine', 'ingest'), 'large.bin'))).toEqual(Buffer.alloc(1000, 4));
  });

  it('keeps of an experiment that is gone only what its outputs name', async () => {
    declare(workspace, 'old', '{}');
    for (const seed of [1, 2]) await ingest(seed, 'old');
    await ingest(3);
    rmSync(join(workspace, 'pipelines', 'old'), { recursive: true });
    const { kept } = await gc();
    expect(kept).toMatchObject([
      { experiment: 'mine', declared: true, works: 1 },
      { experiment: 'old', declared: false, works: 1 },
    ]);
    expect(readFileSync(join(paths.output('old', 'ingest'), 'large.bin'))).toEqual(Buffer.alloc(1000, 2));
    rmSync(join(paths.outputs, 'old'), { recursive: true });
    expect(counts(await gc())).toEqual([1, 2, 0, 0]);
  });

  it('takes what is missing for nothing, and a damaged work that nothing needs for garbage', async () => {
    expect(counts(await gc())).toEqual([0, 0, 0, 0]);
    rmSync(join(workspace, '.amcl'), { recursive: true });
    expect(counts(await gc())).toEqual([0, 0, 0, 0]);
    expect(existsSync(join(workspace, '.amcl'))).toBe(false);
    await ingest(1);
    writeFileSync(join(paths.store, 'stages', `${'a'.repeat(64)}.json`), '{"manifest":');
    writeFileSync(join(paths.store, 'stages', works()[0]!), '{');
    writeFileSync(join(paths.store, 'notes.txt'), 'foreign');
    expect(counts(await gc())).toEqual([1, 0, 0, 0]);
    expect(existsSync(join(paths.store, 'notes.txt'))).toBe(true);
  });

  it('removes what dead processes left and works that were left a week ago, and nothing of living ones', async () => {
    const dead = spawnSync('true').pid;
    const [key, young, held] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
    write(join(paths.works, key, 'checkpoint'), 'x'.repeat(500));
    write(join(paths.works, key, `.checkpoint.${dead}-00000000.tmp`));
    writeFileSync(paths.lock(key), JSON.stringify({ pid: dead, host: hostname(), start: '1' }));
    write(join(paths.works, young, 'checkpoint'), 'x', 6);
    write(join(paths.works, held, 'checkpoint'));
    const left = [
      join(paths.store, `.${key}.${dead}-0a0b0c0d.tmp`),
      join(paths.outputs, 'mine', `.ingest.${dead}-0a0b0c0d.tmp`, 'shard'),
      join(workspace, '.amcl/tracking/server/run', `.sent.json.${dead}-0a0b0c0d.tmp`),
    ];
    const living = join(paths.store, `.${key}.${process.pid}-0a0b0c0d.tmp`);
    for (const path of [...left, living]) write(path);
    const lock = await acquireLock(paths.lock(held));
    utimesSync(paths.lock(held), 1, 1);
    expect(counts(await gc())).toEqual([0, 0, 0, 0]);
    await lock.release();
    const kept = await acquireLock(paths.lock(held));
    expect(await gc()).toMatchObject({ running: 1, removed: { leftovers: { count: 3 }, unfinished: { count: 1 } } });
    await kept.release();
    expect(readdirSync(paths.works).sort()).toEqual([young, held]);
    expect([...left, living].map(existsSync)).toEqual([false, false, false, true]);
  });

  it('keeps what an unfinished work reads, also where the output is another by now', async () => {
    await ingest(1);
    const output = await StageOutput.open(paths.output('mine', 'ingest'), z.unknown());
    const inputs = paths.inputs('d'.repeat(64));
    mkdirSync(dirname(inputs), { recursive: true });
    writeFileSync(inputs, JSON.stringify({ ingest: output.digest }));
    await ingest(2);
    expect(counts(await gc(0))).toEqual([0, 0, 0, 0]);
    rmSync(dirname(inputs), { recursive: true });
    await ingest(2);
    expect(counts(await gc(0))).toEqual([1, 2, 0, 0]);
  });

  it('keeps the list of code that a run names, and what waits for an MLflow server', async () => {
    await ingest(1);
    const store = new BlobStore(paths.store);
    const [sources, sent] = [await store.put(Buffer.from('["a.ts"]')), await store.put(Buffer.from('sent to MLflow'))];
    const run = join(paths.output('mine', 'ingest'), 'run.json');
    writeFileSync(run, JSON.stringify({ work: { sources: sources.sha256 } }));
    const spooled = join(workspace, '.amcl/tracking/server/run/files/model');
    mkdirSync(dirname(spooled), { recursive: true });
    linkSync(store.path(sent.sha256), spooled);
    expect((await gc()).removed.files).toEqual({ count: 1, bytes: 0 });
    expect(existsSync(store.path(sources.sha256))).toBe(true);
    expect(readFileSync(spooled, 'utf8')).toBe('sent to MLflow');
  });
});

describe('amcl gc beside stages', () => {
  it('leaves what is younger than a running work, and the links of an output in the making', async () => {
    const store = new BlobStore(paths.store);
    const aged = await Promise.all(['old', 'linked', 'again'].map((content) => store.put(Buffer.from(content))));
    for (const { sha256 } of aged) utimesSync(store.path(sha256), 1e9, 1e9);
    const output = await OutputFolder.create(paths.output('mine', 'augment'), store);
    await output.link('linked', aged[1]!);
    let during: GcResult | null = null;
    await ingest(1, 'mine', async () => {
      await store.put(Buffer.from('again'));
      during = await gc(0);
    });
    expect(during).toMatchObject({ running: 1, removed: { files: { count: 1 } } });
    expect(aged.map(({ sha256 }) => existsSync(store.path(sha256)))).toEqual([false, true, true]);
    await output.discard();
    expect((await gc(0)).removed.files.count).toBe(2);
    expect(readFileSync(join(paths.output('mine', 'ingest'), 'large.bin'))).toEqual(Buffer.alloc(1000, 1));
  });
});

describe('the command', () => {
  const root = join(__dirname, '../../../..');
  const amcl = (...args: string[]) =>
    spawnSync(
      process.execPath,
      ['-r', join(root, 'libs/register/src/index.js'), join(root, 'apps/cli/src/main.ts'), 'gc', ...args],
      { cwd: workspace, encoding: 'utf8' },
    );

  it('prints what it would free, then frees it', async () => {
    for (const seed of [1, 2]) await ingest(seed);
    renameSync(join(workspace, 'pipelines/mine'), join(workspace, 'pipelines/yours'));
    const dry = amcl('--dry-run');
    expect([dry.status, dry.stderr]).toEqual([0, '']);
    expect(dry.stdout).toMatch(/would remove +number +size\nfinished works +1 +\d kB\nfiles of the store +2 +2 kB\n/);
    expect(dry.stdout).toMatch(/\nwould free +\d kB\n\n/);
    expect(dry.stdout).toMatch(/\nmine +1 +3 +\d+ kB +pipelines\/mine is gone: only what \.amcl\/out has\n$/);
    expect(blobs()).toHaveLength(5);
    expect(JSON.parse(amcl('--json').stdout)).toMatchObject({
      dryRun: false,
      keep: 3,
      removed: { files: { count: 2 } },
    });
    expect(blobs()).toContain(basename(readlinkSync(join(paths.output('mine', 'ingest'), 'large.bin'))));
  });

  it('exits 1 where another one is at it, and for what is no number', async () => {
    const lock = await acquireLock(new BlobStore(paths.store).collectorLock);
    const { status, stderr } = amcl();
    await lock.release();
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^Process \d+ on .*gc\.lock.*\n$/)]);
    const bad = amcl('--keep', 'two');
    expect([bad.status, bad.stderr]).toEqual([
      1,
      'Expected a whole number from 0 to 999999 for --keep but received two.\n',
    ]);
  });
});
