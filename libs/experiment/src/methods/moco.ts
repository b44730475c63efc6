import { choice, named, real, section, whole } from '../fields';
import { projectionHeadSchema } from './projection-head';

/** MoCo v2 (arXiv 2003.04297), as the field trains it on CIFAR. */
export const mocoSchema = section({
  name: named('moco'),
  /** Of the contrastive loss; not used with `pretrain.amcl`, which has temperatures of its own. */
  temperature: real({ above: 0 }).default(0.1),
  /** Two linear layers without batch norm: lightly's `MoCoProjectionHead`. */
  projectionHead: projectionHeadSchema({ hidden: null, output: 128 }),
  /** Keys of earlier steps that serve as negatives, the oldest leave first. */
  queueSize: whole({ min: 1 }).default(4096),
  /** Share of the momentum encoder that a step keeps. */
  momentum: real({ min: 0, below: 1 }).default(0.99),
  /** `cosine` raises the momentum from `momentum` to 1 over the training, as lightly's `cosine_schedule`. */
  momentumSchedule: choice(['constant', 'cosine']).default('constant'),
  /**
   * Groups of the batch that are normalised by their own statistics, in both encoders, the keys' images shuffled among them so that
   * a positive pair does not share its statistics; 1 is ordinary batch norm.
   */
  batchNormSplits: whole({ min: 1 }).default(8),
});
