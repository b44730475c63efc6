import type { DatasetSection } from './data-sets';
import type { Experiment, SectionName } from './experiment-schema';

/**
 * Whether the seed of a run decides what the stage of a section gives. Where it does not, runs of other seeds share one output: of a data
 * set the seed draws only what is taken and what is held out.
 */
export function usesSeed<S extends SectionName>(name: S, section: Experiment[S]): boolean {
  if (name !== 'dataset') return true;
  const { limit, holdOut, ...own } = section as DatasetSection;
  return limit !== null || holdOut !== null || (own.name === 'stl10' && own.unlabelled !== null && own.unlabelled > 0);
}
