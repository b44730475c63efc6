import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobStore, OutputFolder } from '@amcl/artifacts';
import { runPaths } from '@amcl/stage/paths';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noteDamage } from './note-damage';

let workspace: string;
let paths: ReturnType<typeof runPaths>;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'preflight-'));
  paths = runPaths(workspace);
});
afterEach(() => rmSync(workspace, { recursive: true }));

/** An output with a blob; returns where the blob lies. */
async function output(experiment: string, stage: string, run: string | null = null): Promise<string> {
  const store = new BlobStore(paths.store);
  const folder = await OutputFolder.create(paths.output(experiment, stage, run), store);
  const bytes = Buffer.from(`${experiment} ${stage} ${run}`);
  await folder.write('small.txt', 'small');
  await folder.writeBlob('large.bin', bytes);
  await folder.commit({ stage, result: 1 }, {});
  return store.path((await store.put(bytes)).sha256);
}

const note = (experiment: string, stage: string) => paths.damage(experiment, stage);
const noted = (experiment: string, stage: string) =>
  (JSON.parse(readFileSync(note(experiment, stage), 'utf8')) as { files: string[] }).files;

it('writes nothing where all is well, or nothing is there', async () => {
  await noteDamage(workspace);
  await output('mine', 'pretrain');
  await noteDamage(workspace);
  expect(existsSync(join(workspace, '.amcl/out/damage'))).toBe(false);
});

it('notes missing and damaged files, of each run, until they are whole again', async () => {
  const lost = await output('mine', 'pretrain');
  await output('mine', 'ingest');
  const damaged = await output('many', 'pretrain', 'seed-2');
  await output('many', 'pretrain', 'seed-1');
  rmSync(lost);
  chmodSync(damaged, 0o644);
  truncateSync(damaged, 3);
  await noteDamage(workspace);
  expect(noted('mine', 'pretrain')).toEqual(['large.bin']);
  expect(noted('many', 'pretrain')).toEqual(['seed-2/large.bin']);
  expect(existsSync(note('mine', 'ingest'))).toBe(false);
  const first = readFileSync(note('mine', 'pretrain'), 'utf8');
  await noteDamage(workspace);
  expect(readFileSync(note('mine', 'pretrain'), 'utf8')).not.toBe(first);
  await output('mine', 'pretrain');
  await noteDamage(workspace);
  expect(existsSync(note('mine', 'pretrain'))).toBe(false);
  expect(existsSync(note('many', 'pretrain'))).toBe(true);
});

it('finds other bytes of the same length', async () => {
  const path = await output('mine', 'pretrain');
  chmodSync(path, 0o644);
  writeFileSync(path, 'x'.repeat(readFileSync(path).length));
  await noteDamage(workspace);
  expect(noted('mine', 'pretrain')).toEqual(['large.bin']);
});
