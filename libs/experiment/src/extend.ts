import { experimentSchema, type ExperimentInput } from './experiment-schema';
import { merge } from './merge';

/**
 * `base` with `changes` on top: objects are merged key by key, arrays and `null` replace, `undefined` leaves what was there. Another
 * method replaces the base's with all its settings, since they mean something else there (SimCLR's temperature is not MoCo's); so does
 * another kind of temperature. Neither argument is changed.
 *
 * @example
 * export default extend(simclr, { pretrain: { epochs: 100, optimizer: { lr: 0.03 } } });
 */
export function extend(base: ExperimentInput, changes: ExperimentInput): ExperimentInput {
  return merge(base, changes, experimentSchema) as ExperimentInput;
}
