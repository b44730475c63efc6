import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataSource } from '../data-set';
import { readSource } from '../testing/read-source';
import {
  binaryFiles,
  fineLabel,
  pythonFiles,
  tinyEdition,
  tinyNames,
  tinyPickle,
  tinyPixels,
  tinyRecords,
} from '../testing/tiny-cifar100';
import { makeArchive, temporaryFolder, tinyContext } from '../testing/tiny-edition';
import { createCifar100 } from './cifar100';

type Files = Map<string, Uint8Array>;

/** With one changed bit. */
const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] ?? 0) ^ 1);

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'c.tar.gz');
});

/** Opens what lies there, as if it were the official archive. */
const openAgain = (python: Files = pythonFiles(), binary = readFileSync(path)): Promise<DataSource> =>
  createCifar100(tinyEdition(binary, python)).open(
    { name: 'cifar100', source: 'file:c.tar.gz', limit: null, holdOut: null },
    tinyContext(folder),
  );
const openBinary = async (files: Files): Promise<DataSource> => {
  await makeArchive(path, 'cifar-100-binary', files);
  return openAgain();
};
const openPython = async (files: Files, official = files): Promise<DataSource> => {
  await makeArchive(path, 'cifar-100-python', files);
  return openAgain(official);
};

describe('CIFAR-100', () => {
  it.each([
    ['binary', () => openBinary(binaryFiles())],
    ['python', () => openPython(pythonFiles())],
  ])('is read from the %s archive', async (_, open) => {
    const source = await open();
    expect(source).toMatchObject({ name: 'cifar100', shape: [32, 32, 3], unlabelled: 0, classNames: tinyNames });
    expect([...source.labels.train]).toEqual(Array.from({ length: 200 }, (_, index) => fineLabel('train', index)));
    expect([...source.labels.test]).toEqual(Array.from({ length: 100 }, (_, index) => fineLabel('test', index)));
    const { train, test } = await readSource(source);
    expect(Buffer.compare(train, tinyPixels('train'))).toBe(0);
    expect(Buffer.compare(test, tinyPixels('test'))).toBe(0);
  });

  it.each([
    ['binary', () => openBinary(binaryFiles()), 'cifar-100-binary/train\\.bin'],
    ['python', () => openPython(pythonFiles()), 'cifar-100-python/train'],
  ])('names file and offset where the %s archive is truncated', async (_, open, file) => {
    await open();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1000));
    await expect(openAgain()).rejects.toThrow(
      new RegExp(
        `c\\.tar\\.gz is truncated or damaged in ${file}, at byte \\d+ of \\d+ .*unexpected end of file.*Fetch it again`,
      ),
    );
  });

  it('is not an archive of other files', async () => {
    await expect(openBinary(new Map([['data_batch_1.bin', new Uint8Array(10)]]))).rejects.toThrow(
      `Expected the files of CIFAR-100 (train, test, train.bin, test.bin) in ${path} but found none of them. Fetch it again`,
    );
  });
});

describe('the binary archive', () => {
  it('has files of the right size', async () => {
    await expect(openBinary(binaryFiles().set('test.bin', tinyRecords('test').subarray(1)))).rejects.toThrow(
      `Expected 307400 bytes in cifar-100-binary/test.bin of ${path} but found 307399. Fetch it again`,
    );
  });

  it('names file and offset of an impossible label', async () => {
    const records = tinyRecords('train');
    records[7 * 3074 + 1] = 100;
    await expect(openBinary(binaryFiles().set('train.bin', records))).rejects.toThrow(
      `Expected a label from 0 to 99 at byte 21519 of train.bin in ${path} but found 100.`,
    );
  });

  it('has equally many images of each class', async () => {
    const records = tinyRecords('train');
    records[7 * 3074 + 1] = 0;
    await expect(openBinary(binaryFiles().set('train.bin', records))).rejects.toThrow(
      'Expected 2 images of each class in the train split of cifar100 but the source has 3 of class 0 (name_0).',
    );
  });

  it('is the official one to the byte', async () => {
    await openBinary(binaryFiles());
    const official = readFileSync(path);
    await makeArchive(path, 'cifar-100-binary', binaryFiles().set('train.bin', flipped(tinyRecords('train'), 100)));
    await expect(openAgain(pythonFiles(), official)).rejects.toThrow(
      /^Expected md5 \w+ of .*c\.tar\.gz, the official one, but found \w+\./,
    );
  });

  it.each(['test.bin', 'fine_label_names.txt'])('names its missing %s', async (name) => {
    const files = binaryFiles();
    files.delete(name);
    await expect(openBinary(files)).rejects.toThrow(`Expected a file ${name} in ${path} but it has none.`);
  });
});

describe('the python archive', () => {
  it('has the official files to the byte', async () => {
    await expect(
      openPython(pythonFiles().set('test', flipped(tinyPickle('test'), 4000)), pythonFiles()),
    ).rejects.toThrow(/^Expected md5 \w+ of test in .*c\.tar\.gz, the official one, but found \w+\. Fetch it again/);
  });

  it.each<[string, (files: Files) => Files, RegExp]>([
    [
      'a pickle that is cut off',
      (files) => files.set('test', tinyPickle('test').subarray(0, 5000)),
      /^Expected 307200 bytes more at byte \d+ of test in .*c\.tar\.gz but found the end\.$/,
    ],
    [
      'one split in the place of the other',
      (files) => files.set('train', tinyPickle('test')),
      /^Expected 200 labels from 0 to 99 as fine_labels of train in .*c\.tar\.gz but found 100 labels\.$/,
    ],
    [
      'the meta file in the place of a split',
      (files) => files.set('train', files.get('meta') ?? new Uint8Array()),
      /^Expected a list fine_labels in train in .*c\.tar\.gz but found fine_label_names\.$/,
    ],
  ])('is refused with %s', async (_, change, message) => {
    await expect(openPython(change(pythonFiles()))).rejects.toThrow(message);
  });
});
