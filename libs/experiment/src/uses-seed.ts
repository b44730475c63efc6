import type { DatasetSection } from './dataset-section';
import type { Experiment, SectionName } from './experiment-schema';

/**
 * Whether the seed of a run decides what the stage of a section gives. Where it does not, runs of other seeds share one output: of a data
 * set the seed draws only the subset.
 */
export function usesSeed<S extends SectionName>(name: S, section: Experiment[S]): boolean {
  return name !== 'dataset' || (section as DatasetSection).limit !== null;
}
