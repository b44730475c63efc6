import { countImages } from './data-sets/count-images';
import { dataSets, type DataSetFacts } from './data-sets/facts';
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

// Of a folder nobody knows before ingest: any number may be.
const trainImages = ({ dataset }: Experiment): number => countImages(dataset).train ?? Infinity;
const testImages = ({ dataset }: Experiment): number => countImages(dataset).test ?? Infinity;
const pretrainImages = ({ dataset }: Experiment): number => countImages(dataset).pretrain ?? Infinity;

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

/** Negatives of an anchor, of which AMCL chooses the hardest; null for a method without any. */
function candidates({ pretrain: { method, amcl, batchSize } }: Experiment): { count: number; meaning: string } | null {
  if (method.name === 'moco')
    return { count: method.queueSize, meaning: 'the keys in the queue (pretrain.method.queueSize)' };
  if (method.name !== 'simclr') return null;
  if (amcl?.positiveAmongCandidates)
    return { count: 2 * batchSize - 1, meaning: 'the other views of a batch (2 pretrain.batchSize - 1)' };
  return { count: 2 * batchSize - 2, meaning: 'the negatives of an anchor (2 pretrain.batchSize - 2)' };
}

/** `size` of the field `path` must be cut into MoCo's groups of at least 2. */
function splitsInto(path: string, size: (experiment: Experiment) => number | null): Constraint {
  return {
    path,
    against: ['pretrain.method'],
    violated: (experiment) => {
      const { method } = experiment.pretrain;
      const images = size(experiment);
      if (method.name !== 'moco' || method.batchNormSplits === 1 || images === null) return null;
      const { batchNormSplits: splits } = method;
      return images % splits !== 0 || images < 2 * splits
        ? `a multiple of ${splits} of at least ${2 * splits}, as pretrain.method.batchNormSplits is ${splits}`
        : null;
    },
  };
}

const data = ['dataset'];
const training = 'the number of training images (dataset.limit, dataset.holdOut)';
const testing = 'the number of test images (dataset.limit, dataset.holdOut)';
const pretraining = 'the number of images that pre-train (dataset.limit, dataset.holdOut, dataset.unlabelled)';
const epochs = 'the epochs of pretrain.epochs';

/** What is wrong with a swept parameter, in words: of a grid or of TPE, or with bounds that leave nothing between them. */
function wrongParameter({ sweep }: Experiment): string | null {
  for (const [path, parameter] of Object.entries(sweep?.parameters ?? {})) {
    if (sweep?.method === 'tpe' && (!path.startsWith('pretrain.') || path.startsWith('pretrain.knn.')))
      return (
        `settings of pretrain other than pretrain.knn, not '${path}', as tpe chooses by what the kNN monitor says at the end of ` +
        `pre-training (method 'grid' or 'random' takes any)`
      );
    if (parameter.distribution === 'values') continue;
    if (sweep?.method === 'grid') return `values for '${path}', as a grid tries each of them`;
    if (parameter.min >= parameter.max) return `min below max for '${path}'`;
  }
  return null;
}

/** Checked when each field on its own is right. */
export const constraints: readonly Constraint[] = [
  { path: 'sweep.parameters', against: ['sweep.method'], violated: wrongParameter },
  {
    path: 'sweep.trials',
    against: ['sweep.method'],
    violated: ({ sweep }) =>
      sweep?.method === 'tpe' && sweep.trials < 2 ? 'at least 2, as tpe chooses by the trials before' : null,
  },
  {
    path: 'sweep.earlyStopping',
    against: ['pretrain.knn.every'],
    violated: ({ sweep, pretrain }) =>
      sweep?.earlyStopping && pretrain.knn.every === 0
        ? 'null, as pretrain.knn.every is 0, so that nothing is measured before the end of a training'
        : null,
  },
  {
    path: 'pretrain.knn.stopBelow',
    against: ['sweep.earlyStopping'],
    violated: ({ sweep, pretrain }) =>
      sweep?.earlyStopping && pretrain.knn.stopBelow !== null ? 'null, as sweep.earlyStopping sets it' : null,
  },
  {
    path: 'dataset.holdOut',
    against: ['dataset.name'],
    violated: ({ dataset }) => {
      const { classes }: DataSetFacts = dataSets[dataset.name];
      const { train } = countImages({ ...dataset, limit: null, holdOut: null });
      if (dataset.name === 'folder' && dataset.test === null && dataset.holdOut === null)
        return 'a number of images, as dataset.test is null and there is nothing else to measure on';
      const most = train === null || classes === null ? Infinity : train - classes;
      return (dataset.holdOut ?? 0) > most
        ? `at most ${most}, so that an image of each class is left to train on`
        : null;
    },
  },
  atMost(
    'dataset.limit.train',
    ['dataset.holdOut', 'dataset.name'],
    (e) => e.dataset.limit?.train ?? 0,
    (e) => countImages({ ...e.dataset, limit: null }).train ?? Infinity,
    'what dataset.holdOut leaves of the training images',
  ),
  atMost(
    'dataset.limit.test',
    ['dataset.holdOut', 'dataset.name'],
    (e) => e.dataset.limit?.test ?? 0,
    (e) => countImages({ ...e.dataset, limit: null }).test ?? Infinity,
    'the images that are held out (dataset.holdOut)',
  ),
  atMost('pretrain.batchSize', data, (e) => e.pretrain.batchSize, pretrainImages, pretraining),
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
  atMost('linearProbe.map.images', data, (e) => e.linearProbe.map.images, testImages, testing),
  {
    path: 'linearProbe.map.neighbors',
    against: ['linearProbe.map.images'],
    violated: ({ linearProbe: { map } }) =>
      map.images > 0 && map.neighbors >= map.images
        ? `a whole number below ${map.images} (linearProbe.map.images)`
        : null,
  },
  atMost('linearProbe.neighbours.images', data, (e) => e.linearProbe.neighbours.images, testImages, testing),
  atMost('linearProbe.neighbours.k', data, (e) => e.linearProbe.neighbours.k, trainImages, training),
  atMost(
    'augmentation.contactSheet.images',
    data,
    (e) => e.augmentation.contactSheet.images,
    pretrainImages,
    pretraining,
  ),
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
  splitsInto('pretrain.batchSize', ({ pretrain }) => pretrain.batchSize),
  splitsInto('pretrain.microBatchSize', ({ pretrain }) => pretrain.microBatchSize),
  {
    path: 'pretrain.microBatchSize',
    against: ['pretrain.batchSize'],
    violated: ({ pretrain: { batchSize, microBatchSize } }) =>
      microBatchSize !== null && batchSize % microBatchSize !== 0
        ? `a divisor of ${batchSize} (pretrain.batchSize), or null`
        : null,
  },
  {
    path: 'pretrain.amcl.temperature.lower',
    against: ['pretrain.amcl.temperature.upper', 'pretrain.amcl.temperature.kind'],
    violated: ({ pretrain: { amcl } }) =>
      amcl && amcl.temperature.kind !== 'fixed' && amcl.temperature.lower >= amcl.temperature.upper
        ? `a number below ${amcl.temperature.upper} (pretrain.amcl.temperature.upper)`
        : null,
  },
  {
    path: 'pretrain.amcl.hardest',
    against: ['pretrain.method', 'pretrain.batchSize'],
    violated: (experiment) => {
      const { amcl, method } = experiment.pretrain;
      if (!amcl) return null;
      const found = candidates(experiment);
      if (!found) return amcl.hardest > 1 ? `1, since ${method.name} has no negatives to choose from` : null;
      return amcl.hardest > found.count ? `at most ${found.count}, ${found.meaning}` : null;
    },
  },
  {
    path: 'pretrain.amcl.positiveAmongCandidates',
    against: ['pretrain.method.name'],
    violated: ({ pretrain: { amcl, method } }) =>
      amcl?.positiveAmongCandidates && method.name !== 'simclr'
        ? `false, since ${method.name} does not choose among the views of a batch`
        : null,
  },
];
