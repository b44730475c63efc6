import { defineExperiment, extend, type ExperimentInput } from '@amcl/experiment';
import { barlowTwins } from '../_base/barlow-twins';
import { moco } from '../_base/moco';
import { simclr } from '../_base/simclr';
import { simsiam } from '../_base/simsiam';

/** What fits two cores: 10,000 training images, an eighth of ResNet-18's width, batches of 128, four epochs; all test images are measured on. */
const reach = defineExperiment({
  dataset: { limit: { train: 10_000, test: 10_000 } },
  pretrain: {
    encoder: { width: 1 / 8 },
    batchSize: 128,
    epochs: 4,
    precision: 'float32',
    knn: { every: 0 },
    checkpoint: { everySteps: 200 },
  },
  linearProbe: { epochs: 50, map: { images: 0 }, neighbours: { images: 0 } },
});

const amcl = defineExperiment({
  pretrain: { amcl: { heads: 3, temperature: { hidden: 128 }, hardest: 16, beta: 0.001 } },
});

/** The base methods, their heads as narrow as the encoder. A head is the same with AMCL and without. */
const bases = {
  simclr: extend(simclr, reach),
  moco: extend(extend(moco, reach), { pretrain: { method: { name: 'moco', queueSize: 1024, batchNormSplits: 4 } } }),
  simsiam: extend(extend(simsiam, reach), {
    pretrain: {
      method: { name: 'simsiam', projectionHead: { hidden: 512, output: 512 }, predictionHead: { hidden: 128 } },
    },
  }),
  'barlow-twins': extend(extend(barlowTwins, reach), {
    pretrain: { method: { name: 'barlow-twins', projectionHead: { hidden: 512, output: 128 } } },
  }),
} as const satisfies Readonly<Record<string, ExperimentInput>>;

/** The eight methods before their hyper-parameters are chosen. SimSiam and Barlow Twins have no negatives to choose from. */
export const methods = {
  simclr: bases.simclr,
  'simclr-amcl': extend(bases.simclr, amcl),
  moco: bases.moco,
  'moco-amcl': extend(bases.moco, amcl),
  simsiam: bases.simsiam,
  'simsiam-amcl': extend(extend(bases.simsiam, amcl), { pretrain: { amcl: { hardest: 1 } } }),
  'barlow-twins': bases['barlow-twins'],
  'barlow-twins-amcl': extend(extend(bases['barlow-twins'], amcl), {
    pretrain: { amcl: { hardest: 1, temperature: { hidden: 32 } } },
  }),
} as const satisfies Readonly<Record<string, ExperimentInput>>;

export type ReachMethod = keyof typeof methods;
