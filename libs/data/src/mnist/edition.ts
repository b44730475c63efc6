import type { LabelledSplit } from '../data-set';

/** What distinguishes MNIST and Fashion-MNIST from each other, and from the small copies that tests make in their formats. */
export interface Edition {
  readonly name: string;
  /** In words, for the errors. */
  readonly title: string;
  /** Where its authors have the files. */
  readonly url: string;
  readonly classNames: readonly string[];
  readonly images: Readonly<Record<LabelledSplit, number>>;
  /** MD5 of the official files, unpacked, by name. */
  readonly md5s: ReadonlyMap<string, string>;
}

/** Side of an image, pixels. */
export const SIDE = 28;

export const IMAGE_FILES = { train: 'train-images-idx3-ubyte', test: 't10k-images-idx3-ubyte' } as const;
export const LABEL_FILES = { train: 'train-labels-idx1-ubyte', test: 't10k-labels-idx1-ubyte' } as const;
export const FILES: readonly string[] = [...Object.values(IMAGE_FILES), ...Object.values(LABEL_FILES)];

const IMAGES = { train: 60_000, test: 10_000 };

export const MNIST: Edition = {
  name: 'mnist',
  title: 'MNIST',
  url: 'https://ossci-datasets.s3.amazonaws.com/mnist/',
  classNames: [
    '0 - zero',
    '1 - one',
    '2 - two',
    '3 - three',
    '4 - four',
    '5 - five',
    '6 - six',
    '7 - seven',
    '8 - eight',
    '9 - nine',
  ],
  images: IMAGES,
  md5s: new Map([
    ['train-images-idx3-ubyte', '6bbc9ace898e44ae57da46a324031adb'],
    ['train-labels-idx1-ubyte', 'a25bea736e30d166cdddb491f175f624'],
    ['t10k-images-idx3-ubyte', '2646ac647ad5339dbf082846283269ea'],
    ['t10k-labels-idx1-ubyte', '27ae3e4e09519cfbb04c329615203637'],
  ]),
};

export const FASHION_MNIST: Edition = {
  name: 'fashion-mnist',
  title: 'Fashion-MNIST',
  url: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  images: IMAGES,
  md5s: new Map([
    ['train-images-idx3-ubyte', 'f4a8712d7a061bf5bd6d2ca38dc4d50a'],
    ['train-labels-idx1-ubyte', '9018921c3c673c538a1fc5bad174d6f9'],
    ['t10k-images-idx3-ubyte', '8181f5470baa50b63fa0f6fddb340f0a'],
    ['t10k-labels-idx1-ubyte', '15d484375f8d13e6eb1aabb0c3f46965'],
  ]),
};
