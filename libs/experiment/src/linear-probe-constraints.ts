import { atMost, type Constraint } from './constraint';
import { countImages } from './data-sets/count-images';
import { dataSets, type DataSetFacts } from './data-sets/facts';
import type { Experiment } from './experiment-schema';
import { labelledOf } from './labelled-of';

/** The data set that is probed. */
const probed = ({ dataset, linearProbe }: Experiment) => linearProbe.dataset ?? dataset;

// Of a folder nobody knows before it is brought: any number may be.
const trainImages = (experiment: Experiment): number => countImages(probed(experiment)).train ?? Infinity;
const testImages = (experiment: Experiment): number => countImages(probed(experiment)).test ?? Infinity;

/** Training images whose labels may be used, equally of each class. */
function labelledImages(experiment: Experiment): number {
  const { classes }: DataSetFacts = dataSets[probed(experiment).name];
  const { train } = countImages(probed(experiment));
  if (train === null || classes === null) return Infinity;
  return classes * labelledOf(train / classes, experiment.linearProbe.labels);
}

const data = ['dataset', 'linearProbe.dataset'];
const labels = [...data, 'linearProbe.labels'];
const training = 'the number of training images of the data set (limit, holdOut)';
const testing = 'the number of test images of the data set (limit, holdOut)';
const labelled = 'the number of training images with labels (limit and holdOut of the data set, linearProbe.labels)';

/** Of section `linearProbe`. */
export const linearProbeConstraints: readonly Constraint[] = [
  atMost('linearProbe.batchSize', labels, (e) => e.linearProbe.batchSize, labelledImages, labelled),
  atMost('linearProbe.knn.k', labels, (e) => e.linearProbe.knn.k, labelledImages, labelled),
  atMost(
    'linearProbe.fineTune.batchSize',
    labels,
    (e) => e.linearProbe.fineTune?.batchSize ?? 0,
    labelledImages,
    labelled,
  ),
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
];
