import { named, section, whole } from '../fields';

/** SimSiam (arXiv 2011.10566): no negatives, the gradient stopped at one side. */
export const simsiamSchema = section({
  name: named('simsiam'),
  /** Linear layers, each with batch norm, ReLU between them; `hidden: null` takes the encoder's number of features. */
  projectionHead: section({
    /** 2 is the paper's for CIFAR, 3 for ImageNet (lightly's `SimSiamProjectionHead`). */
    layers: whole({ min: 2, max: 3 }).default(2),
    hidden: whole({ min: 1 }).nullable().default(2048),
    output: whole({ min: 1 }).default(2048),
  }).prefault({}),
  /** Two linear layers, output -> hidden -> output: lightly's `SimSiamPredictionHead`. */
  predictionHead: section({ hidden: whole({ min: 1 }).default(512) }).prefault({}),
});
