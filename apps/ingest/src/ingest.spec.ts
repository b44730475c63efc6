import { chmodSync, existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestSchema, StageOutput } from '@amcl/artifacts';
import { readSplit } from '@amcl/data';
import type { DatasetSection } from '@amcl/experiment';
import { ingestResultSchema, type IngestResult } from '@amcl/results';
import { executeStage, runPaths, type StageEvent } from '@amcl/stage';
import { describe, expect, it } from 'vitest';
import { createIngest, ingest } from './ingest';
import { TinyDataSet, tinyLabel, tinyPixel } from './testing/tiny-data-set';
import { makeWorkspace, resolveSection } from './testing/workspace';

interface Run {
  workspace: string;
  stage?: typeof ingest;
  emit?: (event: StageEvent) => void;
  signal?: AbortSignal;
}

function execute({
  workspace,
  stage = tiny(),
  emit = () => undefined,
  signal = new AbortController().signal,
}: Run): Promise<void> {
  return executeStage(stage, { experiment: 'quick', workspace, signal, emit });
}

const tiny = (dataSet = new TinyDataSet()): typeof ingest => createIngest({ cifar10: dataSet });
const folderOf = (workspace: string): string => runPaths(workspace).output('quick', 'ingest');
const open = (workspace: string): Promise<StageOutput<IngestResult>> =>
  StageOutput.open(folderOf(workspace), ingestResultSchema);

function expectNothingWritten(workspace: string): void {
  expect(readdirSync(dirname(folderOf(workspace)))).toEqual(['resolve']);
  expect(existsSync(runPaths(workspace).store)).toBe(false);
}

describe('ingest', () => {
  it('writes a data set as shards and says how far it is', async () => {
    const workspace = makeWorkspace();
    const events: StageEvent[] = [];
    await execute({ workspace, emit: (event) => events.push(event) });
    expect(events.shift()).toMatchObject({ kind: 'started', stage: 'ingest', experiment: 'quick', seed: 1 });
    expect(events.pop()).toMatchObject({ kind: 'ended', outcome: 'finished', output: folderOf(workspace) });
    const output = await open(workspace);
    expect(output.result).toMatchObject({
      dataset: 'tiny',
      shape: [32, 32, 3],
      splits: {
        train: { count: 400, shards: ['train-0.safetensors'], perClass: new Array(10).fill(40) },
        test: { count: 100, shards: ['test-0.safetensors'], perClass: new Array(10).fill(10) },
      },
    });
    const train = await readSplit(output, 'train');
    if (train.kind !== 'pixels') throw new Error('Expected pixels');
    const { images, labels } = train;
    expect([images[321 * 3072 + 5], labels[321]]).toEqual([tinyPixel(321, 5), tinyLabel(321)]);
    expect(events[0]).toMatchObject({ kind: 'progress', done: 50, total: 500, unit: 'images' });
    expect(events.at(-2)).toMatchObject({ kind: 'progress', done: 500, total: 500 });
    expect(events.at(-1)).toMatchObject({
      kind: 'message',
      text: 'tiny: 400 training and 100 test images of 10 classes',
    });
  });

  it('writes the same manifest again, another one for another seed of a subset', async () => {
    const workspace = makeWorkspace({ limit: { train: 50, test: 20 } });
    await execute({ workspace });
    const first = readFileSync(join(folderOf(workspace), 'manifest.json'), 'utf8');
    rmSync(join(workspace, '.amcl/store/stages'), { recursive: true }); // or it would be taken from there
    await execute({ workspace });
    expect(readFileSync(join(folderOf(workspace), 'manifest.json'), 'utf8')).toBe(first);
    resolveSection(workspace, { limit: { train: 60, test: 20 } });
    await execute({ workspace });
    expect((await open(workspace)).result.splits.train.count).toBe(60);
  });

  it('writes the same manifest for every seed, unless a subset is drawn', async () => {
    const manifest = async (section: Partial<DatasetSection>, seed: number): Promise<string> => {
      const workspace = makeWorkspace();
      resolveSection(workspace, section, seed);
      await execute({ workspace });
      return readFileSync(join(folderOf(workspace), 'manifest.json'), 'utf8');
    };
    expect(await manifest({}, 1)).toBe(await manifest({}, 2));
    const limit = { train: 50, test: 20 };
    const shard = (text: string) => manifestSchema.parse(JSON.parse(text)).files['train-0.safetensors'];
    expect(shard(await manifest({ limit }, 1))).not.toEqual(shard(await manifest({ limit }, 2)));
  });

  it('says that it measures on held-out images', async () => {
    const workspace = makeWorkspace({ holdOut: 50, limit: { train: 300, test: 40 } });
    const events: StageEvent[] = [];
    await execute({ workspace, emit: (event) => events.push(event) });
    expect((await open(workspace)).result).toMatchObject({ evaluatedOn: 'held-out', splits: { unlabelled: null } });
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'message', text: 'tiny: 300 training and 40 held-out images of 10 classes' }),
    );
  });

  it('holds two parts at a time, however slow the writing is', async () => {
    const written: number[] = [];
    const ahead: number[] = [];
    const dataSet = new TinyDataSet((index) => ahead.push(index - written.length));
    await execute({
      workspace: makeWorkspace(),
      stage: tiny(dataSet),
      emit: ({ kind }) => kind === 'progress' && written.push(1),
    });
    expect(Math.max(...ahead)).toBe(1);
    expect(dataSet).toMatchObject({ handedOut: 9, closed: true });
  });

  it('stops when it is told to, and writes nothing', async () => {
    const workspace = makeWorkspace();
    const stop = new AbortController();
    const dataSet = new TinyDataSet((index) => index === 3 && stop.abort(new Error('stopped')));
    await expect(execute({ workspace, stage: tiny(dataSet), signal: stop.signal })).rejects.toThrow('stopped');
    expect(dataSet.handedOut).toBeLessThan(6);
    expectNothingWritten(workspace);
  });
});

describe('bad input', () => {
  it('is a missing archive', async () => {
    const workspace = makeWorkspace({ source: 'file:data/cifar-10-binary.tar.gz' });
    await expect(execute({ workspace, stage: ingest })).rejects.toThrow(
      `Expected the CIFAR-10 binary archive at ${join(workspace, 'data/cifar-10-binary.tar.gz')} (dataset.source ` +
        `'file:data/cifar-10-binary.tar.gz') but nothing readable is there.`,
    );
    expectNothingWritten(workspace);
  });

  it('is an archive that is none', async () => {
    const workspace = makeWorkspace({ source: 'file:c.tar.gz' });
    writeFileSync(join(workspace, 'c.tar.gz'), 'not an archive');
    await expect(execute({ workspace, stage: ingest })).rejects.toThrow(
      /c\.tar\.gz is truncated or damaged, at byte 0 of 14/,
    );
    expectNothingWritten(workspace);
  });

  it.each<[DatasetSection['limit'], RegExp]>([
    [
      { train: 410, test: 20 },
      /Expected a multiple of 10 .* from 10 to 400 for dataset\.limit\.train but received 410/,
    ],
    [{ train: 50, test: 110 }, /Expected a multiple of 10 .* from 10 to 100 for dataset\.limit\.test but received 110/],
  ])('is a limit of %j', async (limit, message) => {
    const workspace = makeWorkspace({ limit });
    await expect(execute({ workspace })).rejects.toThrow(message);
    expectNothingWritten(workspace);
  });

  it('is a flipped byte in a shard, which the command in the message mends', async () => {
    const workspace = makeWorkspace();
    await execute({ workspace });
    const blob = realpathSync(join(folderOf(workspace), 'train-0.safetensors'));
    const bytes = readFileSync(blob);
    bytes[500_000] = (bytes[500_000] ?? 0) ^ 1;
    chmodSync(blob, 0o644);
    writeFileSync(blob, bytes);
    await expect(readSplit(await open(workspace), 'train')).rejects.toThrow(
      /train-0\.safetensors of quick:ingest is damaged: expected sha256 \w+ but .* has \w+\. Make it again: npx nx run quick:ingest --skip-nx-cache/,
    );
    await execute({ workspace });
    expect((await readSplit(await open(workspace), 'train')).count).toBe(400);
  });
});
