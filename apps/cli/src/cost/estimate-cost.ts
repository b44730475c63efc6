import type { Experiment, ImageCounts } from '@amcl/experiment';
import type { Speed } from './speed';

/** An image that is only encoded takes a third of a view that is trained on: the backward pass is about twice the forward one. */
const ENCODED = 1 / 3;

/** Sets of one to five augmentations and the experiment's own, of which the probe measures the similarity of pairs. */
const PAIR_SETS = 6;

/** The untrained encoder is probed beside the trained one. */
const NETWORKS = 2;

/** What is computed for a run, in core-hours. */
export interface RunCost {
  readonly pretrain: number;
  readonly probe: number;
}

/** Training with its monitor, and the encoder's part of the probe, of one run from the beginning. */
export function estimateCost(
  { pretrain, linearProbe }: Experiment,
  images: { readonly [K in keyof ImageCounts]: number },
  { viewsPerSecond, threads }: Speed,
): RunCost {
  const { batchSize, epochs, knn } = pretrain;
  const steps = Math.floor(images.pretrain / batchSize) * epochs;
  const measurements = 1 + (knn.every > 0 ? Math.ceil(epochs / knn.every) : 1);
  const monitored = measurements * (images.train + images.test);
  const passes = linearProbe.augment ? linearProbe.epochs : 1;
  const probed = passes * images.train + images.test + PAIR_SETS * 2 * linearProbe.similarity.images;
  const coreHours = (views: number): number => ((views / viewsPerSecond) * threads) / 3600;
  return {
    pretrain: coreHours(2 * batchSize * steps + ENCODED * monitored),
    probe: coreHours(ENCODED * NETWORKS * probed),
  };
}
