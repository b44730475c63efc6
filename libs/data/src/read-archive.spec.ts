import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { randomStream } from '@amcl/random';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPieces, scanPieces } from './read-archive';
import { makeArchive, temporaryFolder } from './testing/tiny-edition';

const random = randomStream(1, 'archive');
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(256));
const files = new Map([
  ['b.bin', noise(100_000)],
  ['notes.txt', noise(500)],
  ['a.bin', noise(70_000)],
  ['c.bin', noise(513)],
]);
const MEND = 'Fetch it again.';

let archive: string;
beforeEach(async () => {
  archive = await makeArchive(join(temporaryFolder(), 'set.tar.gz'), 'set', files);
});

async function namesOf(entries: AsyncIterable<{ name: string; bytes: Uint8Array }>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, bytes } of entries) {
    expect(Buffer.compare(bytes, files.get(name) ?? new Uint8Array())).toBe(0);
    names.push(name);
  }
  return names;
}

const read = (names: string[]): Promise<string[]> => namesOf(readPieces(archive, { names, mend: MEND }));
const scan = (names = ['a.bin', 'b.bin', 'c.bin']): Promise<string[]> =>
  namesOf(scanPieces(archive, { names, mend: MEND }));

describe('an archive', () => {
  it.each([[['a.bin', 'b.bin', 'c.bin']], [['b.bin', 'a.bin', 'c.bin']], [['c.bin', 'a.bin', 'b.bin']], [['a.bin']]])(
    'is read in the order asked for: %j',
    async (names) => {
      expect(await read(names)).toEqual(names);
    },
  );

  it('is scanned in its own order', async () => {
    expect(await scan()).toEqual(['b.bin', 'a.bin', 'c.bin']);
  });

  it.each([1000, 4096, 70_000, 100_000])('comes in pieces of %d bytes', async (pieceBytes) => {
    const found = new Map<string, Uint8Array[]>();
    const names = ['a.bin', 'c.bin', 'b.bin'];
    for await (const { name, bytes, offset, isLast } of readPieces(archive, { names, mend: MEND, pieceBytes })) {
      const before = found.get(name) ?? [];
      const size = files.get(name)?.length ?? 0;
      expect(offset).toBe(before.length * pieceBytes);
      expect(bytes).toHaveLength(Math.min(pieceBytes, size - offset));
      expect(isLast).toBe(offset + bytes.length === size);
      found.set(name, [...before, bytes]);
    }
    expect([...found.keys()]).toEqual(names);
    for (const [name, pieces] of found)
      expect(Buffer.compare(Buffer.concat(pieces), files.get(name) ?? noise(0))).toBe(0);
  });

  it('has files without a byte', async () => {
    await makeArchive(
      archive,
      'set',
      new Map([
        ['a.bin', noise(0)],
        ['b.bin', noise(3)],
      ]),
    );
    const sizes: number[] = [];
    for await (const { bytes } of readPieces(archive, { names: ['b.bin', 'a.bin'], mend: MEND, pieceBytes: 2 }))
      sizes.push(bytes.length);
    expect(sizes).toEqual([2, 1, 0]);
  });

  it('gives no last piece of a file whose md5 is not the official one', async () => {
    const md5 = (name: string) =>
      createHash('md5')
        .update(files.get(name) ?? '')
        .digest('hex');
    const offsets: number[] = [];
    const md5s = new Map([
      ['b.bin', md5('b.bin')],
      ['a.bin', md5('c.bin')],
    ]);
    const readAll = async (): Promise<void> => {
      for await (const { name, offset } of readPieces(archive, {
        names: ['b.bin', 'a.bin'],
        mend: MEND,
        pieceBytes: 50_000,
        md5s,
      }))
        if (name === 'a.bin') offsets.push(offset);
    };
    await expect(readAll()).rejects.toThrow(
      `Expected md5 ${md5('c.bin')} of a.bin in ${archive}, the official one, but found ${md5('a.bin')}. ${MEND}`,
    );
    expect(offsets).not.toContain(50_000);
  });

  it('names a file that it lacks', async () => {
    await expect(read(['a.bin', 'd.bin'])).rejects.toThrow(
      `Expected a file d.bin in ${archive} but it has none. ${MEND}`,
    );
  });

  it('tells where it is truncated', async () => {
    const bytes = readFileSync(archive);
    writeFileSync(archive, bytes.subarray(0, 120_000));
    await expect(scan()).rejects.toThrow(
      /set\.tar\.gz is truncated or damaged in set\/a\.bin, at byte 120000 of 120000 \(\d+ unpacked\): unexpected end of file\. Fetch it again\./,
    );
  });

  it('tells where its checksum fails, though every file of it was read', async () => {
    const bytes = readFileSync(archive);
    const last = bytes.length - 6;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    writeFileSync(archive, bytes);
    await expect(scan()).rejects.toThrow(`of ${bytes.length}`);
    await expect(scan()).rejects.toThrow(/incorrect (data|length) check/);
  });

  it('tells a tar that ends in a file from a whole one', async () => {
    writeFileSync(archive, gzipSync(gunzipSync(readFileSync(archive)).subarray(0, 130_000)));
    await expect(scan()).rejects.toThrow(/damaged in set\/a\.bin.*130000 unpacked.*Truncated input/);
  });

  it('tells what is not an archive', async () => {
    writeFileSync(archive, 'not found');
    await expect(scan()).rejects.toThrow(
      /set\.tar\.gz is truncated or damaged, at byte 0 of 9 .*incorrect header check/,
    );
  });

  it('tells a file of the wrong size', async () => {
    const scanned = namesOf(
      scanPieces(archive, { names: ['b.bin', 'a.bin'], sizes: new Map([['a.bin', 100_000]]), mend: MEND }),
    );
    await expect(scanned).rejects.toThrow(`Expected 100000 bytes in set/a.bin of ${archive} but found 70000. ${MEND}`);
  });
});
