import { usesSeed, type SectionName } from '@amcl/experiment';
import type { RunSection } from './read-section';
import type { WorkSettings } from './work-key';

/** The settings of a run's work by a section: without the seed where that decides nothing, so that all seeds share the work. */
export function settingsOf<S extends SectionName>(
  name: S,
  { seed, section }: Pick<RunSection<S>, 'seed' | 'section'>,
): WorkSettings {
  return { seed: usesSeed(name, section) ? seed : null, section };
}
