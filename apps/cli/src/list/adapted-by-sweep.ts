import { chosenPoint, isAdaptive, pretrainSchema, type PretrainSection, type Run } from '@amcl/experiment';
import type { FoundOutput } from './find-output';

/** What a sweep chose while it trained. */
export interface Adapted {
  /** Section `pretrain` of the run. */
  readonly section: PretrainSection;
  /** What the sweep sets in it, by path. */
  readonly point: Run['point'];
}

/**
 * What a sweep chose for a run (`tpe`, early stopping), as its output of `pretrain` has it: no other place knows.
 * @returns null where the sweep chooses nothing in training, or can not have chosen that of the experiment as it is declared now
 */
export function adaptedBySweep({ point, experiment }: Run, found: FoundOutput | 'damaged' | null): Adapted | null {
  const { sweep, pretrain } = experiment;
  if (sweep === null || !isAdaptive(sweep) || found === null || found === 'damaged') return null;
  const section = pretrainSchema.safeParse(found.work?.section).data;
  const chosen = section === undefined ? null : chosenPoint(sweep, pretrain, section);
  return section === undefined || chosen === null ? null : { section, point: { ...point, ...chosen } };
}
