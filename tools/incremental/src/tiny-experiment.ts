/** The experiment of the table, as small as all stages can do something. */
export const EXPERIMENT = 'tiny';
export const EXPERIMENT_FILE = `pipelines/${EXPERIMENT}/experiment.ts`;

/** With `autotune` the kernels would be chosen by measurement, and the numbers of two computations might differ. */
export const EXPERIMENT_SOURCE = `import { defineExperiment } from '@amcl/experiment';

export default defineExperiment({
  seed: 1,
  dataset: { limit: { train: 80, test: 40 } },
  augmentation: { contactSheet: { images: 2, views: 2 } },
  pretrain: {
    encoder: { width: 0.125 },
    batchSize: 32,
    epochs: 1,
    autotune: false,
    knn: { every: 0, k: 5 },
  },
  linearProbe: {
    epochs: 1,
    batchSize: 40,
    knn: { k: 5 },
    similarity: { images: 20 },
    map: { images: 20, neighbors: 5, epochs: 3 },
    neighbours: { images: 2, k: 2 },
  },
  report: { title: 'Tiny' },
});
`;
