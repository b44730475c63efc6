import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { temporaryName } from './atomic';
import { replaceFolder } from './replace-folder';

let root: string;
let target: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'replace-'));
  target = join(root, 'out', 'ingest');
  mkdirSync(join(root, 'out'));
});

/** A folder of a file, a link and a folder with a file. */
function made(text: string, link = 'a.txt'): string {
  const folder = temporaryName(target);
  mkdirSync(join(folder, 'more'), { recursive: true });
  writeFileSync(join(folder, 'a.txt'), text);
  writeFileSync(join(folder, 'more', 'b.txt'), text);
  symlinkSync(link, join(folder, 'link'));
  return folder;
}

it('leaves an equal folder where it is', async () => {
  await replaceFolder(made('one'), target);
  const { ino } = statSync(target);
  await replaceFolder(made('one'), target);
  expect(statSync(target).ino).toBe(ino);
  expect(readdirSync(join(root, 'out'))).toEqual(['ingest']);
});

it.each([
  ['a file', () => made('two'), 'two'],
  ['a link', () => made('one', 'more'), 'one'],
])('takes the place of one that differs by %s', async (_, other, text) => {
  await replaceFolder(made('one'), target);
  const { ino } = statSync(target);
  await replaceFolder(other(), target);
  expect(statSync(target).ino).not.toBe(ino);
  expect(readFileSync(join(target, 'a.txt'), 'utf8')).toBe(text);
  expect(readdirSync(join(root, 'out'))).toEqual(['ingest']);
});

it('leaves one whole folder where many are put at once', async () => {
  for (let round = 0; round < 5; round++) {
    const texts = Array.from({ length: 8 }, (_, index) => `${round}-${index}`);
    await Promise.all(texts.map((text) => replaceFolder(made(text), target)));
    const text = readFileSync(join(target, 'a.txt'), 'utf8');
    expect(texts).toContain(text);
    expect(readFileSync(join(target, 'more', 'b.txt'), 'utf8')).toBe(text);
    expect(readdirSync(join(root, 'out'))).toEqual(['ingest']);
  }
});
