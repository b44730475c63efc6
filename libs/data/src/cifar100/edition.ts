import { SHAPE, type RecordFormat } from '../cifar/records';
import type { LabelledSplit } from '../data-set';

/** What distinguishes the real CIFAR-100 from the small copies that tests make in its formats. */
export interface Edition {
  readonly images: Readonly<Record<LabelledSplit, number>>;
  /** MD5 of the binary archive. */
  readonly binaryMd5: string;
  /** MD5 of the files of the python archive. */
  readonly pythonMd5: Readonly<Record<LabelledSplit | 'meta', string>>;
}

export const SPLITS: readonly LabelledSplit[] = ['train', 'test'];

export const CLASSES = 100;

/** A record is the coarse label, the fine label and the image. */
export const RECORD: RecordFormat = { shape: SHAPE, header: 2, order: 'rows', labelAt: 1, classes: CLASSES };

/** MD5 of the binary archive: https://www.cs.toronto.edu/~kriz/cifar.html; of the python files: torchvision/datasets/cifar.py. */
export const OFFICIAL_EDITION: Edition = {
  images: { train: 50_000, test: 10_000 },
  binaryMd5: '03b5dce01913d631647c71ecec9e9cb8',
  pythonMd5: {
    train: '16019d7e3df5f24257cddd939b257f8d',
    test: 'f0ef6b0ae62326f3e7ffdfab6717acfc',
    meta: '7973b15100ade9c7d40fb424638fde48',
  },
};
