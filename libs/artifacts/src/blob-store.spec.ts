import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { ownerOf, temporaryName } from './atomic';
import { BlobStore, type BlobReference } from './blob-store';
import { sha256 } from './digest';
import { acquireLock } from './lock';
import { OutputFolder } from './output-folder';
import { StageStore } from './stage-store';

let root: string;
let store: BlobStore;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'store-'));
  store = new BlobStore(join(root, 'store'));
});

const bytes = Buffer.from('a large file');
const label = { name: 'blob', remake: 'make it' };

/** Other bytes in the place of a blob's, as a broken disk gives them: nothing but the bytes is other. */
function rot({ sha256 }: BlobReference): void {
  const path = store.path(sha256);
  const { atime, mtimeMs } = statSync(path);
  chmodSync(path, 0o644);
  writeFileSync(path, 'A large file');
  utimesSync(path, atime, mtimeMs / 1000);
}

const age = ({ sha256 }: BlobReference): void => utimesSync(store.path(sha256), 1e9, 1e9);
const timeOf = ({ sha256 }: BlobReference): number => statSync(store.path(sha256)).mtimeMs;

describe('BlobStore.put', () => {
  it('stores bytes, in one array or in parts, read-only under their digest', async () => {
    const reference = await store.put(bytes);
    expect(reference).toEqual({ sha256: sha256(bytes), bytes: 12 });
    expect(statSync(store.path(reference.sha256)).mode & 0o777).toBe(0o444);
    rmSync(store.path(reference.sha256));
    expect(await store.put([bytes.subarray(0, 5), bytes.subarray(5)])).toEqual(reference);
    expect(readFileSync(store.path(reference.sha256))).toEqual(bytes);
  });

  it('gives a blob that is there a new time, and replaces one that was changed since, however soon', async () => {
    const reference = await store.put(bytes);
    age(reference);
    await store.put(bytes);
    expect(timeOf(reference)).toBeGreaterThan(Date.now() - 60_000);
    chmodSync(store.path(reference.sha256), 0o644);
    writeFileSync(store.path(reference.sha256), 'A large file');
    await store.put(bytes);
    expect(readFileSync(store.path(reference.sha256))).toEqual(bytes);
  });

  it('waits for a collector, and puts once more what that has removed', async () => {
    const reference = await store.put(bytes);
    const lock = await acquireLock(store.collectorLock);
    let done = false;
    const putting = store.put(bytes).then(() => (done = true));
    await setTimeout(300);
    expect(done).toBe(false);
    rmSync(store.path(reference.sha256));
    await lock.release();
    await putting;
    expect(readFileSync(store.path(reference.sha256))).toEqual(bytes);
  });
});

describe('BlobStore.putFile', () => {
  it('copies a file, which stays as it is', async () => {
    const file = join(root, 'file');
    writeFileSync(file, bytes);
    const reference = await store.putFile(file);
    expect(reference).toEqual({ sha256: sha256(bytes), bytes: 12 });
    writeFileSync(file, 'another');
    expect(await store.read(reference.sha256, label)).toEqual(bytes);
    expect(statSync(store.path(reference.sha256)).mode & 0o777).toBe(0o444);
    expect(statSync(file).mode & 0o200).toBe(0o200);
  });

  it('leaves nothing of a file that is not there', async () => {
    await expect(store.putFile(join(root, 'none'))).rejects.toThrow('ENOENT');
    expect(readdirSync(root)).toEqual([]);
  });
});

describe('BlobStore.has', () => {
  it('does not read again, in another process too, what looks as it was verified; whoever reads verifies', async () => {
    const reference = await store.put(bytes);
    age(reference); // a time of whole seconds, which `rot` can give again
    expect(await store.has(reference)).toBe(true);
    await store.saveVerified();
    rot(reference);
    const other = new BlobStore(store.root);
    expect(await other.has(reference)).toBe(true);
    await expect(other.read(reference.sha256, label)).rejects.toThrow('is damaged');
    utimesSync(store.path(reference.sha256), 2e9, 2e9);
    expect(await other.has(reference)).toBe(false);
  });

  it('notes what it has read, unless it was changed just before', async () => {
    const reference = await store.put(bytes);
    age(reference);
    const index = join(store.root, 'verified.json');
    const second = new BlobStore(store.root);
    expect(await second.has(reference)).toBe(true);
    await second.saveVerified();
    const noted = { size: 12, mtimeMs: 1e12, ino: statSync(store.path(reference.sha256)).ino };
    expect(JSON.parse(readFileSync(index, 'utf8'))).toEqual({ [reference.sha256]: noted });
    await second.keepVerified(new Set());
    expect(JSON.parse(readFileSync(index, 'utf8'))).toEqual({});
    utimesSync(store.path(reference.sha256), new Date(), new Date());
    const third = new BlobStore(store.root);
    expect(await third.has(reference)).toBe(true);
    await third.saveVerified();
    expect(JSON.parse(readFileSync(index, 'utf8'))).toEqual({});
  });

  it('is false of a blob that is missing or of another size, and takes a damaged index for none', async () => {
    const reference = await store.put(bytes);
    expect(await store.has({ ...reference, bytes: 11 })).toBe(false);
    expect(await store.has({ sha256: sha256('none'), bytes: 4 })).toBe(false);
    writeFileSync(join(store.root, 'verified.json'), '{"a":');
    expect(await new BlobStore(store.root).has(reference)).toBe(true);
  });
});

describe('StageStore', () => {
  const head = { stage: 'ingest', result: { count: 2 } };
  const record = { seconds: 1 };
  const create = (name: string): Promise<OutputFolder> => OutputFolder.create(join(root, 'out', name), store);

  it('gives back an output: large files as links, small ones as files of their own', async () => {
    const first = await create('first');
    await first.write('plots/small.txt', 'small');
    await first.writeBlob('parts/large.bin', bytes);
    const manifest = await first.commit(head, record);
    const works = new StageStore(store);
    await works.keep('key', join(root, 'out', 'first'), manifest, record);
    const second = await create('second');
    const before = await new StageStore(new BlobStore(store.root)).restore('key', second);
    expect(before).toEqual({ head, record });
    await second.commit(head, record);
    const [one, other] = ['first', 'second'].map((name) => join(root, 'out', name));
    expect(readFileSync(join(other!, 'manifest.json'))).toEqual(readFileSync(join(one!, 'manifest.json')));
    writeFileSync(join(other!, 'plots/small.txt'), 'SMALL');
    expect(await store.read(sha256('small'), label)).toEqual(Buffer.from('small'));
    expect(readFileSync(join(other!, 'parts/large.bin'))).toEqual(bytes);
    rmSync(store.path(sha256(bytes)));
    expect(await works.restore('key', await create('third'))).toBeNull();
  });
});

describe('ownerOf', () => {
  it('tells temporary names of living and dead processes from others', () => {
    const dead = spawnSync('true').pid;
    expect(ownerOf(temporaryName('ingest'))).toBe('living');
    expect(ownerOf(temporaryName('ingest').replace(`.${process.pid}-`, `.${dead}-`))).toBe('dead');
    expect(['ingest', '.hidden', 'file.1-aabbccdd.tmp', sha256('x')].map(ownerOf)).toEqual(Array(4).fill('none'));
  });
});
