import type { ExperimentInput } from './experiment-schema';
import { merge } from './merge';

/**
 * `base` with `changes` on top: objects are merged key by key, arrays and `null` replace, `undefined` leaves what was there.
 * Neither argument is changed.
 *
 * @example
 * export default extend(simclr, { pretrain: { epochs: 100, optimizer: { lr: 0.03 } } });
 */
export function extend(base: ExperimentInput, changes: ExperimentInput): ExperimentInput {
  return merge(base, changes) as ExperimentInput;
}
