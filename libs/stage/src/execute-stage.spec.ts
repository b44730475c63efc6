import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveExperiment } from '@amcl/experiment';
import { beforeEach, describe, expect, it } from 'vitest';
import { executeStage } from './execute-stage';
import { runPaths } from './paths';
import type { Stage, StageContext } from './stage';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const folder of ['apps', 'libs', 'node_modules', 'package.json'])
    symlinkSync(join(__dirname, '../../..', folder), join(workspace, folder));
  writeSection({ seed: 1, section: resolveExperiment({}, 'experiment.ts').dataset });
});

function writeSection(content: object): void {
  const path = runPaths(workspace).section('quick', 'dataset');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}

type Run = (context: StageContext) => Promise<{ result: unknown }>;

function execute(run: Run, signal = new AbortController().signal): Promise<void> {
  const stage: Stage<'dataset', never, unknown> = {
    name: 'ingest',
    section: 'dataset',
    reads: [],
    usesEngine: false,
    run: (_section, _inputs, context) => run(context),
  };
  return executeStage(stage, { experiment: 'quick', workspace, signal, emit: () => undefined });
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
      schema: 1,
      stage: 'ingest',
      inputs: {},
      result: { images: 3 },
      files: { 'a.txt': { bytes: 1 } },
    });
    expect(manifest).toHaveProperty('packages.pacote');
    expect(workFolders()).toEqual([]);
  });

  it('keeps the earlier output and the work of a stage that fails, and hands the work to the next run', async () => {
    await execute(() => Promise.resolve({ result: 1 }));
    const before = readFileSync(join(folder(), 'manifest.json'));
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
    writeSection({ seed: 2, section: resolveExperiment({}, 'experiment.ts').dataset });
    await execute(note);
    expect(new Set(keys).size).toBe(2);
  });

  it('lets one process at a time at the same work', async () => {
    const second = execute(async () => {
      await expect(execute(() => Promise.resolve({ result: 0 }))).rejects.toThrow(`Process ${process.pid} on`);
      return { result: 1 };
    });
    await second;
    expect(existsSync(folder())).toBe(true);
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
