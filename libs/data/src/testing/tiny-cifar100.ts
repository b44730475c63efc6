import type { Edition } from '../cifar100/edition';
import type { LabelledSplit } from '../data-set';
import { md5Of } from './tiny-edition';

/** Images of the small copy. */
export const TINY_IMAGES: Readonly<Record<LabelledSplit, number>> = { train: 200, test: 100 };

export const fineLabel = (split: LabelledSplit, index: number): number =>
  (index * 7 + (split === 'test' ? 3 : 0)) % 100;
const pixel = (split: LabelledSplit, index: number, at: number): number =>
  (index * 31 + at * 5 + ((at * at) % 7) + (split === 'test' ? 101 : 0)) % 256;

/** Images of a split, each as red, green and blue planes of 32 x 32. */
function planes(split: LabelledSplit): Uint8Array {
  const bytes = new Uint8Array(TINY_IMAGES[split] * 3072);
  for (let at = 0; at < bytes.length; at++) bytes[at] = pixel(split, Math.floor(at / 3072), at % 3072);
  return bytes;
}

/** Images of a split, written out from their description: [n, 32, 32, 3]. */
export function tinyPixels(split: LabelledSplit): Uint8Array {
  const bytes = new Uint8Array(TINY_IMAGES[split] * 3072);
  let at = 0;
  for (let index = 0; index < TINY_IMAGES[split]; index++)
    for (let place = 0; place < 1024; place++)
      for (const channel of [0, 1, 2]) bytes[at++] = pixel(split, index, channel * 1024 + place);
  return bytes;
}

const each = <T>(split: LabelledSplit, of: (index: number) => T): T[] =>
  Array.from({ length: TINY_IMAGES[split] }, (_, index) => of(index));
export const tinyNames = Array.from({ length: 100 }, (_, label) => `name_${label}`);

/** Official binary records: coarse label, fine label, planes. */
export function tinyRecords(split: LabelledSplit): Uint8Array {
  const images = planes(split);
  return Buffer.concat(
    each(split, (index) => [
      Uint8Array.of(fineLabel(split, index) % 20, fineLabel(split, index)),
      images.subarray(index * 3072, (index + 1) * 3072),
    ]).flat(),
  );
}

/** Files of the binary archive. */
export function binaryFiles(): Map<string, Uint8Array> {
  return new Map([
    ['test.bin', tinyRecords('test')],
    ['fine_label_names.txt', Buffer.from(tinyNames.map((name) => `${name}\n`).join('') + '\n')],
    ['coarse_label_names.txt', Buffer.from('fish\n')],
    ['train.bin', tinyRecords('train')],
  ]);
}

const text = (value: string): string => `U${String.fromCharCode(value.length)}${value}`;
const list = (items: string[]): string => `](${items.join('')}e`;
const long = (value: number): string => Buffer.from(Int32Array.of(value).buffer).toString('latin1');

/** A pickle of a split as Python 2 wrote it. */
export function tinyPickle(split: LabelledSplit): Uint8Array {
  const count = TINY_IMAGES[split];
  const labels = (of: (label: number) => number) =>
    list(each(split, (index) => `K${String.fromCharCode(of(fineLabel(split, index)))}`));
  const bytes = Buffer.from(planes(split)).toString('latin1');
  const array =
    `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85${text('b')}\x87R` +
    `(K\x01K${String.fromCharCode(count)}M\0\x0c\x86cnumpy\ndtype\n${text('u1')}K\0K\x01\x87R(K\x03${text('|')}NNNtb\x89T${long(bytes.length)}${bytes}tb`;
  return Buffer.from(
    `\x80\x02}q\x01(${text('filenames')}${list(each(split, (index) => text(`${index}.png`)))}${text('fine_labels')}${labels((label) => label)}` +
      `${text('coarse_labels')}${labels((label) => label % 20)}${text('data')}${array}u.`,
    'latin1',
  );
}

/** Files of the python archive. */
export function pythonFiles(): Map<string, Uint8Array> {
  return new Map([
    ['meta', Buffer.from(`\x80\x02}(${text('fine_label_names')}${list(tinyNames.map(text))}u.`, 'latin1')],
    ['file.txt~', Buffer.from('x')],
    ['test', tinyPickle('test')],
    ['train', tinyPickle('train')],
  ]);
}

/** CIFAR-100's formats with {@link TINY_IMAGES}. */
export function tinyEdition(binary: Uint8Array, python: Map<string, Uint8Array>): Edition {
  const md5 = (name: string): string => md5Of(python.get(name) ?? new Uint8Array());
  return {
    images: TINY_IMAGES,
    binaryMd5: md5Of(binary),
    pythonMd5: { train: md5('train'), test: md5('test'), meta: md5('meta') },
  };
}
