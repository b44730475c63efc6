import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWholeInputs } from './open-whole-inputs';
import { runPaths } from './paths';

const ROOT = resolve(__dirname, '../../..');
const split = (name: string) => ({ count: 1, shards: [`${name}.bin`], perClass: [1] });
const INGEST = {
  dataset: 'tiny',
  shape: [1, 1, 3],
  classNames: ['one'],
  mean: [0, 0, 0],
  std: [1, 1, 1],
  evaluatedOn: 'test',
  splits: { train: split('train'), test: split('test'), unlabelled: null },
  damaged: [],
};

/** A program of a stage that gives two large files, or others once `other` is there. */
const PROGRAM = `
import { existsSync } from 'node:fs';
import { runStage } from '@amcl/stage';
void runStage({ name: 'ingest', section: 'dataset', reads: [], usesEngine: false, run: async (_section, _inputs, { output }) => {
  await output.writeBlob('train.bin', Buffer.from(existsSync('other') ? 'other' : 'train'));
  await output.writeBlob('test.bin', Buffer.from('test'));
  return { result: ${JSON.stringify(INGEST)} };
} }, []);`;

let workspace: string;
let said: string[];
beforeEach(() => {
  said = [];
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const name of ['libs', 'node_modules', 'package.json', 'package-lock.json'])
    symlinkSync(join(ROOT, name), join(workspace, name));
  write('apps/ingest/src/main.ts', PROGRAM);
  const section = { name: 'cifar10', source: 'npm', limit: null };
  write('.amcl/out/mine/resolve/dataset.json', JSON.stringify({ seed: 1, section }));
  const args = ['-r', '@amcl/register', 'apps/ingest/src/main.ts', '--experiment', 'mine'];
  expect(spawnSync(process.execPath, args, { cwd: workspace, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});
afterEach(() => rmSync(workspace, { recursive: true }));

function write(name: string, content: string): void {
  mkdirSync(dirname(join(workspace, name)), { recursive: true });
  writeFileSync(join(workspace, name), content);
}

const large = () => join(runPaths(workspace).output('mine', 'ingest'), 'train.bin');
const open = () =>
  openWholeInputs(['ingest'], null, {
    experiment: 'mine',
    workspace,
    signal: new AbortController().signal,
    emit: (event) => event.kind === 'message' && said.push(event.text),
  });

function damage(): void {
  chmodSync(large(), 0o644);
  writeFileSync(large(), 'TRAIN');
}

it('says nothing of what is whole', async () => {
  expect((await open()).ingest.result).toEqual(INGEST);
  expect(said).toEqual([]);
});

it.each([
  ['missing', () => rmSync(join(dirname(large()), '../../../store', /[0-9a-f]{64}/.exec(readlinkSync(large()))![0]))],
  ['damaged', damage],
])('does the stage again whose file is %s', async (_, harm) => {
  harm();
  const { ingest } = await open();
  expect(Buffer.from(await ingest.read('train.bin')).toString()).toBe('train');
  expect(readFileSync(large(), 'utf8')).toBe('train');
  expect(said).toEqual(['train.bin of mine:ingest is missing or damaged in .amcl/store: ingest is done again']);
});

it('refuses another output than the one that was read', async () => {
  damage();
  write('other', '');
  await expect(open()).rejects.toThrow('mine:ingest gave another output than before. Run the same command again.');
});

it('says that a stage could not be done again', async () => {
  damage();
  write('apps/ingest/src/main.ts', 'process.exit(3);');
  await expect(open()).rejects.toThrow('mine:ingest could not be done again (above).');
});
