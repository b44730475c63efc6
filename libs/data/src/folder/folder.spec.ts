import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { StageOutput } from '@amcl/artifacts';
import type { IngestResult } from '@amcl/results';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeImage } from '../encoded/decode-image';
import { readEncoded } from '../encoded/read-encoded';
import { readSplit } from '../read-split';
import type { EncodedSplit } from '../split';
import { ingest, jpeg, kinds, sectionOf, temporary, writeFiles } from '../testing/tiny-folder';
import { createImagenet } from './imagenet';

const COLOURS = { ant: '#ff0000', bee: '#00ff00', Ωmega: '#0000ff' };
const SECTION = { name: 'folder', source: 'file:train', test: 'file:test' } as const;

let root: string;
beforeEach(async () => {
  root = temporary();
  for (const [index, [name, colour]] of Object.entries(COLOURS).entries()) {
    const images = Array.from({ length: 2 + index }, async (_, image) => [`${name}/${image}.jpg`, await jpeg(colour)]);
    writeFiles(join(root, 'train'), Object.fromEntries(await Promise.all(images)) as Record<string, Buffer>);
    writeFiles(join(root, 'test'), { [`${name}/deep/er/x.jpg`]: await jpeg(colour, 10, 9 + index) });
  }
});

async function encoded(
  output: StageOutput<IngestResult>,
  name: 'train' | 'test' | 'unlabelled',
): Promise<EncodedSplit> {
  const split = await readSplit(output, name);
  if (split.kind !== 'encoded') throw new Error('Expected encoded images');
  return split;
}

const sizes = ({ table }: EncodedSplit): number[][] =>
  Array.from(table.height, (height, index) => [height, table.width[index] ?? NaN]);

describe('folder', () => {
  it('keeps the files to the byte, class after class in the byte order of the names', async () => {
    const output = await ingest(root, { section: sectionOf(SECTION) });
    expect(output.result).toMatchObject({
      dataset: 'folder',
      shape: null,
      classNames: ['ant', 'bee', 'Ωmega'],
      evaluatedOn: 'test',
      splits: { train: { count: 9, perClass: [2, 3, 4] }, test: { count: 3, perClass: [1, 1, 1] }, unlabelled: null },
      damaged: [],
    });
    const [train, test] = [await encoded(output, 'train'), await encoded(output, 'test')];
    expect([...train.labels]).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 2]);
    expect(Buffer.compare(readEncoded(train, 2), await jpeg(COLOURS.bee))).toBe(0);
    expect(Buffer.compare(readEncoded(test, 2), await jpeg(COLOURS['Ωmega'], 10, 11))).toBe(0);
    expect(sizes(test)).toEqual([
      [10, 9],
      [10, 10],
      [10, 11],
    ]);
    for (const values of Object.values(train.table))
      expect((values as Int32Array).buffer).toBeInstanceOf(SharedArrayBuffer);
    // Red in two of nine images, but for a white corner.
    expect(output.result.mean[0]).toBeGreaterThan(0.2);
    expect(output.result.mean[0]).toBeLessThan(0.28);
  });

  it('takes every kind of image, with the size that a viewer shows', async () => {
    writeFiles(join(root, 'any'), await kinds());
    const output = await ingest(root, { section: sectionOf({ ...SECTION, unlabelled: 'file:any' }) });
    const split = await encoded(output, 'unlabelled');
    const found = Object.keys(await kinds()).sort();
    expect(sizes(split)).toEqual(
      found.map((name) => (name === 'turned.jpeg' ? [16, 12] : name === 'wide.gif' ? [8, 20] : [12, 16])),
    );
    for (const [index, name] of found.entries()) {
      const { pixels, width } = await decodeImage(readEncoded(split, index));
      const corner = name === 'turned.jpeg' ? (width - 1) * 3 : 0;
      expect(pixels[corner], name).toBeGreaterThan(200);
      expect(pixels[(6 * width + 6) * 3], name).toBeLessThan(180);
    }
  });

  it('passes by what is hidden, counts what is no image, and follows links but not in circles', async () => {
    writeFiles(join(root, 'train'), {
      'ant/.hidden.jpg': 'x',
      '.git/a.jpg': 'x',
      'ant/notes.txt': 'x',
      'loose.png': 'x',
    });
    writeFiles(root, { 'elsewhere/5.jpg': await jpeg('#ff0000'), 'more/6.jpg': await jpeg('#ff0000') });
    symlinkSync(join(root, 'elsewhere', '5.jpg'), join(root, 'train', 'ant', '5.jpg'));
    symlinkSync(join(root, 'more'), join(root, 'train', 'ant', 'linked'));
    symlinkSync(join(root, 'train', 'ant'), join(root, 'train', 'ant', 'circle'));
    const messages: string[] = [];
    const output = await ingest(root, { section: sectionOf(SECTION), messages });
    expect(output.result.splits.train.perClass).toEqual([4, 3, 4]);
    expect(messages).toEqual([`${join(root, 'train')}: 2 files that are no images of a class are left out`]);
  });

  it('takes a balanced part, and holds images out in place of the test split', async () => {
    const part = { name: 'folder', source: 'file:train', holdOut: 3, limit: { train: 3, test: 3 } } as const;
    const output = await ingest(root, { section: sectionOf(part) });
    expect(output.result).toMatchObject({
      evaluatedOn: 'held-out',
      splits: { train: { count: 3, perClass: [1, 1, 1] }, test: { count: 3, perClass: [1, 1, 1] } },
    });
  });

  it.each([
    ['an empty class', { 'train/void/notes.txt': 'x' }, /Expected images of class void but .*train\/void has none/],
    [
      'a class of the test images alone',
      { 'test/wasp/1.jpg': 'x' },
      /classes of the training images in .*test but wasp is none/,
    ],
  ])('refuses %s', async (_what, files, message) => {
    writeFiles(root, files);
    await expect(ingest(root, { section: sectionOf(SECTION) })).rejects.toThrow(message);
  });

  it.each([
    [
      'file:nowhere',
      /Expected a folder .* at .*nowhere \(dataset.source 'file:nowhere'\) but nothing readable is there/,
    ],
    ['file:train/ant/0.jpg', /but it is no folder/],
    ['file:train/ant', /Expected a folder for each class in .* but it has no folder, only 2 images/],
  ] as const)('refuses %s', async (source, message) => {
    await expect(ingest(root, { section: sectionOf({ ...SECTION, source }) })).rejects.toThrow(message);
  });
});

describe('damaged images', () => {
  beforeEach(async () => {
    const whole = await jpeg('#00ff00', 40, 40);
    writeFiles(join(root, 'train'), {
      'bee/cut.jpg': whole.subarray(0, whole.length - 60),
      'bee/none.png': '',
      'ant/text.jpg': 'no image',
    });
    symlinkSync(join(root, 'gone.jpg'), join(root, 'train', 'ant', 'broken.jpg'));
  });

  it('are named all at once, and leave nothing behind', async () => {
    const error = await ingest(root, { section: sectionOf(SECTION) }).catch((reason: Error) => reason.message);
    expect(error).toMatch(/^4 of 16 images cannot be decoded:\n/);
    for (const name of ['ant/broken.jpg: ENOENT', 'ant/text.jpg: ', 'bee/cut.jpg: ', 'bee/none.png: it is empty'])
      expect(error).toContain(join(root, 'train', name));
    expect(error).toMatch(/set dataset.onDamaged 'skip' to leave such images out. No output was written.$/);
    expect(readdirSync(join(root, 'out', 'e'))).toEqual([]);
  });

  it('are left out by onDamaged skip, with a warning', async () => {
    const messages: string[] = [];
    const output = await ingest(root, { section: sectionOf({ ...SECTION, onDamaged: 'skip' }), messages });
    expect(output.result.splits.train).toMatchObject({ count: 9, perClass: [2, 3, 4] });
    expect(output.result.damaged).toEqual(
      ['ant/broken.jpg', 'ant/text.jpg', 'bee/cut.jpg', 'bee/none.png'].map((path) => `train/${path}`),
    );
    expect(messages.join()).toMatch(/4 of 16 images cannot be decoded:[^]*They are left out\.$/);
    const train = await encoded(output, 'train');
    expect(Buffer.compare(readEncoded(train, 4), await jpeg(COLOURS.bee))).toBe(0);
  });

  it('are told by their first ten', async () => {
    for (let index = 0; index < 12; index++) writeFiles(join(root, 'train'), { [`ant/x${index}.jpg`]: '' });
    await expect(ingest(root, { section: sectionOf(SECTION) })).rejects.toThrow(
      /^16 of 28 images[^]*(\n {2}\/.*){10}\n {2}and 6 more\n/,
    );
  });
});

describe('an ingest that is stopped', () => {
  it('has no output', async () => {
    const stop = new AbortController();
    const stopped = ingest(root, { section: sectionOf(SECTION), signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    expect(existsSync(join(root, 'out', 'e', 'ingest'))).toBe(false);
  });
});

describe('imagenet', () => {
  const section = () => sectionOf({ name: 'imagenet', source: 'file:.' });

  it('has train and val, classes by their wnids', async () => {
    for (const split of ['train', 'val'])
      for (const [wnid, colour] of [
        ['n02', '#ff0000'],
        ['n01', '#0000ff'],
      ] as const)
        writeFiles(join(root, 'imagenet', split), { [`${wnid}/a.JPEG`]: await jpeg(colour) });
    const section = sectionOf({ name: 'imagenet', source: 'file:imagenet' });
    const output = await ingest(root, { section, dataSets: { imagenet: createImagenet(2) } });
    expect(output.result).toMatchObject({ dataset: 'imagenet', classNames: ['n01', 'n02'], shape: null });
    const train = await encoded(output, 'train');
    expect(Buffer.compare(readEncoded(train, 0), await jpeg('#0000ff'))).toBe(0);
  });

  it('is told from a part of it', async () => {
    writeFiles(root, { 'val/ant/a.jpg': await jpeg('#ff0000') });
    await expect(ingest(root, { section: section() })).rejects.toThrow(
      /Expected 1000 class folders in .*train but found 3. Of a part of ImageNet set \{ name: 'folder'/,
    );
  });
});
