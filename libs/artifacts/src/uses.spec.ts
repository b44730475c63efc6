import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { noteUse, readUses, replaceUses, usesPath } from './uses';

let store: string;
beforeEach(() => (store = join(mkdtempSync(join(tmpdir(), 'uses-')), 'store')));

const use = (key: string) => ({ experiment: 'mine', stage: 'ingest', run: null, key });

describe('the log of uses', () => {
  it('has a line of each, also of those that are added at the same time', async () => {
    expect(await readUses(store)).toEqual([]);
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    await Promise.all(keys.map((key) => noteUse(store, use(key))));
    const found = await readUses(store);
    expect(found.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(found[0]).toMatchObject({ experiment: 'mine', stage: 'ingest', run: null });
  });

  it('is read past lines that are cut or of something else, and replaced whole', async () => {
    await noteUse(store, use('a'));
    appendFileSync(usesPath(store), '{"at":"2026-11-26T01:5\n\nnull\n{"key":"b"}\n');
    await noteUse(store, use('c'));
    const found = await readUses(store);
    expect(found.map(({ key }) => key)).toEqual(['a', 'c']);
    await replaceUses(store, found.slice(1));
    expect(await readUses(store)).toEqual(found.slice(1));
    expect(readFileSync(usesPath(store), 'utf8').split('\n')).toHaveLength(2);
  });
});
