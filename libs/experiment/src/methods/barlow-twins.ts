import { named, real, section } from '../fields';
import { projectionHeadSchema } from './projection-head';

/** Barlow Twins (arXiv 2103.03230). */
export const barlowTwinsSchema = section({
  name: named('barlow-twins'),
  /** Weight of the redundancy reduction term. */
  lambda: real({ above: 0 }).default(5e-3),
  /** Three linear layers, the first two with batch norm: lightly's `BarlowTwinsProjectionHead`. */
  projectionHead: projectionHeadSchema({ hidden: 2048, output: 2048 }),
});
