import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BlobStore } from './blob-store';
import { OutputFolder } from './output-folder';
import { StageOutput } from './stage-output';

const head = { stage: 'ingest', result: { count: 2 } };
const schema = z.strictObject({ count: z.int() });

let root: string;
let store: BlobStore;
let target: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'out-'));
  store = new BlobStore(join(root, 'store'));
  target = join(root, 'out', 'quick', 'ingest');
});

async function commit(count = 2): Promise<void> {
  const output = await OutputFolder.create(target, store);
  await output.writeBlob('shard.bin', Uint8Array.of(1, 2, count));
  await output.write('note.txt', 'hello');
  await output.commit({ ...head, result: { count } }, { seconds: Math.random() });
}

describe('a stage output', () => {
  it('is read back with its files checked', async () => {
    await commit();
    const output = await StageOutput.open(target, schema);
    expect(output.result).toEqual({ count: 2 });
    expect([...(await output.read('shard.bin'))]).toEqual([1, 2, 2]);
    expect(Buffer.from(await output.read('note.txt')).toString()).toBe('hello');
  });

  it('has a manifest that depends on the content alone', async () => {
    await commit();
    const first = readFileSync(join(target, 'manifest.json'));
    await commit();
    expect(readFileSync(join(target, 'manifest.json'))).toEqual(first);
    expect(readdirSync(join(root, 'out', 'quick'))).toEqual(['ingest']);
  });

  it('is read from the store when another process replaces the folder meanwhile', async () => {
    await commit(2);
    const output = await StageOutput.open(target, schema, store);
    await store.put(Buffer.from('hello'));
    await commit(3);
    writeFileSync(join(target, 'note.txt'), 'torn');
    expect([...(await output.read('shard.bin'))]).toEqual([1, 2, 2]);
    expect(Buffer.from(await output.read('note.txt')).toString()).toBe('hello');
  });

  it('leaves nothing when it is discarded', async () => {
    const output = await OutputFolder.create(target, store);
    await output.write('note.txt', 'hello');
    await output.discard();
    expect(readdirSync(join(root, 'out', 'quick'))).toEqual([]);
  });

  it('names a flipped byte and the command that mends it, and that command mends it', async () => {
    await commit();
    const output = await StageOutput.open(target, schema);
    const blob = store.path(output.manifest.files['shard.bin']?.sha256 ?? '');
    chmodSync(blob, 0o644);
    writeFileSync(blob, Uint8Array.of(1, 2, 9));
    await expect(output.read('shard.bin')).rejects.toThrow(
      /shard\.bin of quick:ingest is damaged: expected sha256 .* Make it again: npx nx run quick:ingest --skip-nx-cache/,
    );
    await commit();
    expect([...(await output.read('shard.bin'))]).toEqual([1, 2, 2]);
  });

  it.each(['folder', 'store'])('says where a large file lies, once it is found whole, by the %s', async (by) => {
    await commit();
    const output = await StageOutput.open(target, schema, by === 'store' ? store : null);
    const blob = store.path(output.manifest.files['shard.bin']?.sha256 ?? '');
    const path = await output.locate('shard.bin');
    expect(path).toBe(by === 'store' ? blob : join(target, 'shard.bin'));
    expect([...readFileSync(path)]).toEqual([1, 2, 2]);
    chmodSync(blob, 0o644);
    writeFileSync(blob, Uint8Array.of(1, 2, 9));
    await expect(output.locate('shard.bin')).rejects.toThrow(
      /shard\.bin of quick:ingest is damaged: .* Make it again: npx nx run quick:ingest/,
    );
  });

  it('names a missing manifest and the command that makes it', async () => {
    await expect(StageOutput.open(target, schema)).rejects.toThrow(
      `manifest.json is missing. Make it: npx nx run quick:ingest`,
    );
    expect(existsSync(target)).toBe(false);
  });

  it('says where it cannot write, and why', async () => {
    writeFileSync(join(root, 'out'), 'a file in the way');
    await expect(OutputFolder.create(target, store)).rejects.toThrow(/Cannot write .*: a part of its path is a file/);
  });
});
