import type { ExperimentInput } from './experiment-schema';

/**
 * Declares an experiment: gives the object literal its type, so that the editor completes and checks it.
 * Values are checked by {@link resolveExperiment}, in the target `resolve`.
 *
 * @example
 * export default defineExperiment({ seed: 7, pretrain: { epochs: 100 } });
 */
export function defineExperiment(input: ExperimentInput): ExperimentInput {
  return input;
}
