/** What is known of a data set before it is brought: numbers of images and classes; null where only ingest can tell. */
export interface DataSetFacts {
  readonly train: number | null;
  /** Of the labelled images that are measured on. */
  readonly test: number | null;
  /** Images without a label, for pre-training. */
  readonly unlabelled: number;
  readonly classes: number | null;
  /** Side of an image, pixels; null where each has its own. */
  readonly side: number | null;
}

/** Every data set that an experiment can name. */
export const dataSets = {
  cifar10: { train: 50_000, test: 10_000, unlabelled: 0, classes: 10, side: 32 },
  cifar100: { train: 50_000, test: 10_000, unlabelled: 0, classes: 100, side: 32 },
  stl10: { train: 5_000, test: 8_000, unlabelled: 100_000, classes: 10, side: 96 },
  'tiny-imagenet': { train: 100_000, test: 10_000, unlabelled: 0, classes: 200, side: 64 },
  imagenet: { train: 1_281_167, test: 50_000, unlabelled: 0, classes: 1000, side: null },
  mnist: { train: 60_000, test: 10_000, unlabelled: 0, classes: 10, side: 28 },
  'fashion-mnist': { train: 60_000, test: 10_000, unlabelled: 0, classes: 10, side: 28 },
  folder: { train: null, test: null, unlabelled: 0, classes: null, side: null },
} as const satisfies Readonly<Record<string, DataSetFacts>>;

export type DataSetName = keyof typeof dataSets;
