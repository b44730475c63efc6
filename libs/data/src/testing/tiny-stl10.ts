import { md5Of } from './tiny-edition';
import type { Edition } from '../stl10/edition';
import type { SplitName } from '../data-set';

/** Images of the small copy: more unlabelled ones than a part has. */
export const TINY_IMAGES: Readonly<Record<SplitName, number>> = { train: 30, test: 20, unlabelled: 365 };

const SIDE = 96;
const IMAGE = SIDE * SIDE * 3;
export const stlLabel = (index: number): number => (index * 3) % 10;
const pixel = (split: SplitName, index: number, row: number, column: number, channel: number): number =>
  (index * 31 + row * 5 + column * 3 + ((row * column) % 7) + channel * 101 + split.length * 11) % 256;

/** Images written out from their description: as the file has them, a column after the other, or as [n, H, W, C]. */
export function tinyImages(split: SplitName, order: 'file' | 'channels last'): Uint8Array {
  const bytes = new Uint8Array(TINY_IMAGES[split] * IMAGE);
  let at = 0;
  for (let index = 0; index < TINY_IMAGES[split]; index++)
    if (order === 'file') {
      for (let channel = 0; channel < 3; channel++)
        for (let column = 0; column < SIDE; column++)
          for (let row = 0; row < SIDE; row++) bytes[at++] = pixel(split, index, row, column, channel);
    } else {
      for (let row = 0; row < SIDE; row++)
        for (let column = 0; column < SIDE; column++)
          for (let channel = 0; channel < 3; channel++) bytes[at++] = pixel(split, index, row, column, channel);
    }
  return bytes;
}

const labels = (split: SplitName): Uint8Array =>
  Uint8Array.from({ length: TINY_IMAGES[split] }, (_, index) => stlLabel(index) + 1);

/** The ten folds, each of 10 images and not in order. */
export const tinyFolds = Array.from({ length: 10 }, (_, fold) =>
  Array.from({ length: 10 }, (_, place) => (fold * 2 + place * 7) % 30),
);
export const tinyNames = ['airplane', 'bird', 'car', 'cat', 'deer', 'dog', 'horse', 'monkey', 'ship', 'truck'];

/** Files of the official archive. */
export function stlFiles(): Map<string, Uint8Array> {
  return new Map([
    ['test_X.bin', tinyImages('test', 'file')],
    ['test_y.bin', labels('test')],
    ['unlabeled_X.bin', tinyImages('unlabelled', 'file')],
    ['train_X.bin', tinyImages('train', 'file')],
    ['train_y.bin', labels('train')],
    ['class_names.txt', Buffer.from(tinyNames.join('\n') + '\n')],
    ['fold_indices.txt', Buffer.from(tinyFolds.map((fold) => `${fold.join(' ')} \n`).join(''))],
  ]);
}

/** STL-10's format with {@link TINY_IMAGES}. */
export function tinyEdition(files: ReadonlyMap<string, Uint8Array>): Edition {
  const md5s = [...files]
    .filter(([name]) => name.endsWith('.bin'))
    .map(([name, bytes]) => [name, md5Of(bytes)] as const);
  return { images: TINY_IMAGES, perFold: 10, md5s: new Map(md5s) };
}
