import { dataSets } from './dataset-section';
import type { Experiment } from './experiment-schema';

/** A value that is impossible because of another one. */
export interface Constraint {
  /** The field that is reported. */
  path: string;
  /** The other fields that it is measured against. */
  against: readonly string[];
  /** What is expected, in words, when the value is impossible; else null. */
  violated: (experiment: Experiment) => string | null;
}

function trainImages({ dataset }: Experiment): number {
  return dataset.limit?.train ?? dataSets[dataset.name].train;
}

function testImages({ dataset }: Experiment): number {
  return dataset.limit?.test ?? dataSets[dataset.name].test;
}

/** `value` of the field `path` must not be above `limit`. */
function atMost(
  path: string,
  against: readonly string[],
  value: (experiment: Experiment) => number,
  limit: (experiment: Experiment) => number,
  meaning: string,
): Constraint {
  const violated = (experiment: Experiment) =>
    value(experiment) > limit(experiment) ? `at most ${limit(experiment)}, ${meaning}` : null;
  return { path, against, violated };
}

const data = ['dataset.name', 'dataset.limit'];
const training = 'the number of training images (dataset.limit)';
const testing = 'the number of test images (dataset.limit)';
const epochs = 'the epochs of pretrain.epochs';

/** Checked when each field on its own is right. */
export const constraints: readonly Constraint[] = [
  atMost('pretrain.batchSize', data, (e) => e.pretrain.batchSize, trainImages, training),
  atMost('pretrain.knn.k', data, (e) => e.pretrain.knn.k, trainImages, training),
  atMost(
    'pretrain.knn.every',
    ['pretrain.epochs'],
    (e) => e.pretrain.knn.every,
    (e) => e.pretrain.epochs,
    epochs,
  ),
  atMost(
    'pretrain.schedule.warmupEpochs',
    ['pretrain.epochs'],
    (e) => e.pretrain.schedule.warmupEpochs,
    (e) => e.pretrain.epochs,
    epochs,
  ),
  atMost('linearProbe.batchSize', data, (e) => e.linearProbe.batchSize, trainImages, training),
  atMost('linearProbe.knn.k', data, (e) => e.linearProbe.knn.k, trainImages, training),
  atMost('linearProbe.similarity.images', data, (e) => e.linearProbe.similarity.images, testImages, testing),
  atMost('augmentation.contactSheet.images', data, (e) => e.augmentation.contactSheet.images, trainImages, training),
  atMost(
    'augmentation.materialize',
    ['pretrain.epochs'],
    (e) => e.augmentation.materialize,
    (e) => e.pretrain.epochs,
    epochs,
  ),
  {
    path: 'augmentation.colorJitter.hue',
    against: ['augmentation.colorJitter.strength'],
    violated: ({ augmentation: { colorJitter } }) => {
      return colorJitter.hue * colorJitter.strength > 0.5 ? 'hue times strength of at most 0.5, half a turn' : null;
    },
  },
  {
    path: 'augmentation.gaussianBlur.kernelSize',
    against: ['augmentation.randomResizedCrop.size'],
    violated: ({ augmentation: { gaussianBlur, randomResizedCrop } }) => {
      const limit = 2 * randomResizedCrop.size - 1;
      return gaussianBlur.kernelSize > limit
        ? `at most ${limit}, as the border is reflected and randomResizedCrop.size is ${randomResizedCrop.size}`
        : null;
    },
  },
];
