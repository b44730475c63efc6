import { beforeEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { readPixels } from '../testing/read-pixels';
import { ingest, jpeg, picture, sectionOf, temporary, writeFiles } from '../testing/tiny-folder';
import { zipOf } from '../testing/tiny-zip';
import { createTinyImagenet } from './tiny-imagenet';

const SIDE = 12;
const dataSets = { 'tiny-imagenet': createTinyImagenet({ perClass: { train: 2, test: 1 }, side: SIDE }) };
const T = 'tiny-imagenet-200';
const zipFile = 'file:tiny-imagenet-200.zip' as const;

let root: string;
/** Files of a small archive in the official layout, in an order of its own. */
let files: Record<string, Buffer | string>;

beforeEach(async () => {
  root = temporary();
  const red = await jpeg('#ff0000', SIDE, SIDE);
  const blue = await jpeg('#0000ff', SIDE, SIDE);
  const gray = await picture('#777', SIDE, SIDE).toColourspace('b-w').jpeg().toBuffer();
  files = {
    [`${T}/`]: '',
    [`${T}/wnids.txt`]: 'n02\nn01\n',
    [`${T}/words.txt`]: 'n01\tgoldfish, Carassius auratus\nn02\tshark\nn03\tray\n',
    [`${T}/train/n02/n02_boxes.txt`]: 'n02_0.JPEG\t0\t0\t9\t9\n',
    [`${T}/train/n02/images/n02_1.JPEG`]: gray,
    [`${T}/train/n02/images/n02_0.JPEG`]: blue,
    [`${T}/train/n01/images/n01_0.JPEG`]: red,
    [`${T}/train/n01/images/n01_1.JPEG`]: red,
    [`${T}/test/images/test_0.JPEG`]: red,
    [`${T}/val/images/val_1.JPEG`]: red,
    [`${T}/val/images/val_0.JPEG`]: blue,
    [`${T}/val/val_annotations.txt`]: 'val_0.JPEG\tn02\t0\t0\t9\t9\nval_1.JPEG\tn01\t0\t0\t9\t9\n',
  };
});

const section = (more: object = {}) => sectionOf({ name: 'tiny-imagenet', source: zipFile, ...more });
const bring = (more: object = {}, archive = zipOf(files)) => {
  writeFiles(root, { 'tiny-imagenet-200.zip': archive });
  return ingest(root, { section: section(more), dataSets });
};

describe('tiny-imagenet', () => {
  it('has pixels of the archive, the validation images as the test split', async () => {
    const output = await bring();
    expect(output.result).toMatchObject({
      dataset: 'tiny-imagenet',
      shape: [SIDE, SIDE, 3],
      classNames: ['goldfish', 'shark'],
      splits: { train: { count: 4, perClass: [2, 2] }, test: { count: 2, perClass: [1, 1] }, unlabelled: null },
    });
    const [train, test] = [await readPixels(output, 'train'), await readPixels(output, 'test')];
    expect([...train.labels]).toEqual([0, 0, 1, 1]);
    expect([...test.labels]).toEqual([1, 0]);
    const blue = await sharp(await jpeg('#0000ff', SIDE, SIDE))
      .raw()
      .toBuffer();
    const image = SIDE * SIDE * 3;
    expect(Buffer.compare(train.images.subarray(2 * image, 3 * image), blue)).toBe(0);
    const gray = train.images.subarray(3 * image);
    expect(gray.every((value, at) => value === gray[at - (at % 3)])).toBe(true);
  });

  it('names damaged images and those of another size', async () => {
    files[`${T}/train/n01/images/n01_1.JPEG`] = 'no image';
    files[`${T}/val/images/val_0.JPEG`] = await jpeg('#0000ff', 9, SIDE);
    await expect(bring()).rejects.toThrow(
      /^2 of 6 images cannot be decoded:\n.*n01_1.JPEG in .*zip: [^]*val_0.JPEG in .*zip: expected 12 x 12 pixels but it has 9 x 12/,
    );
    const output = await bring({ onDamaged: 'skip' });
    expect(output.result.splits).toMatchObject({ train: { count: 3, perClass: [1, 2] }, test: { count: 1 } });
    expect(output.result.damaged).toHaveLength(2);
  });

  it('notices a byte that changed in the archive', async () => {
    const archive = zipOf(files);
    const blue = await jpeg('#0000ff', SIDE, SIDE);
    const place = archive.indexOf('n02_0.JPEG') + 'n02_0.JPEG'.length + blue.length / 2;
    archive[Math.floor(place)] = (archive[Math.floor(place)] ?? 0) ^ 1;
    await expect(bring({}, archive)).rejects.toThrow(/cannot be decoded:\n.*n02_0.JPEG/);
  });

  it.each([
    [/no whole zip archive: .*\. Fetch it again: http/, () => zipOf(files).subarray(0, -40)],
    [
      /Expected val\/val_annotations.txt in .*zip but it has none/,
      () => zipOf(without(`${T}/val/val_annotations.txt`)),
    ],
    [/Expected train\/<wnid>\/images\/\*.JPEG in/, () => zipOf({ 'a.txt': 'x' })],
    [
      /Expected 2 images of each class in the train split of tiny-imagenet but the source has 1 of class 0 \(goldfish\)/,
      () => zipOf(without(`${T}/train/n01/images/n01_1.JPEG`)),
    ],
  ])('refuses what is not the archive: %s', async (message, archive) => {
    await expect(bring({}, archive())).rejects.toThrow(message);
  });
});

function without(name: string): Record<string, Buffer | string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => path !== name));
}
