import type { ImageShape, SplitName } from '../data-set';

/** What distinguishes the real STL-10 from the small copies that tests make in its format. */
export interface Edition {
  readonly images: Readonly<Record<SplitName, number>>;
  /** Images of a fold. */
  readonly perFold: number;
  /** MD5 of the large files and the labels. */
  readonly md5s: ReadonlyMap<string, string>;
}

/** Height, width, channels. */
export const SHAPE: ImageShape = [96, 96, 3];

/** Files of the archive. */
export const IMAGE_FILES: Readonly<Record<SplitName, string>> = {
  train: 'train_X.bin',
  test: 'test_X.bin',
  unlabelled: 'unlabeled_X.bin',
};
export const LABEL_FILES = { train: 'train_y.bin', test: 'test_y.bin' } as const;
export const NAMES_FILE = 'class_names.txt';
export const FOLDS_FILE = 'fold_indices.txt';

/** MD5: torchvision/datasets/stl10.py. */
export const OFFICIAL_EDITION: Edition = {
  images: { train: 5000, test: 8000, unlabelled: 100_000 },
  perFold: 1000,
  md5s: new Map([
    ['train_X.bin', '918c2871b30a85fa023e0c44e0bee87f'],
    ['train_y.bin', '5a34089d4802c674881badbb80307741'],
    ['test_X.bin', '7f263ba9f9e0b06b93213547f721ac82'],
    ['test_y.bin', '36f9794fa4beb8a2c72628de14fa638e'],
    ['unlabeled_X.bin', '5242ba1fed5e4be9e1e742405eb56ca4'],
  ]),
};
