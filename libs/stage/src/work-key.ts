import { digest, type EngineIdentity } from '@amcl/artifacts';
import type { Sources } from '@amcl/sources';

/** The settings of a work: its section of the experiment, and the seed (`settingsOf`). */
export interface WorkSettings {
  /** Null where it decides nothing. */
  readonly seed: number | null;
  readonly section: unknown;
}

/** All that decides what a work gives, apart from the text of its code. */
export interface WorkHead {
  readonly stage: string;
  /** {@link settingsDigest}. */
  readonly config: string;
  /** Digest of each manifest that it reads, by {@link inputName}. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Of a stage that uses one. */
  readonly engine?: EngineIdentity;
  /** Of a stage that sums up an experiment: what it shows besides. */
  readonly shows?: Shown;
}

/** What a page of an experiment shows that decides no result. */
export interface Shown {
  readonly experiment: string;
  /** {@link settingsDigest} of each output that it reads, by {@link inputName}; null where that is not known. */
  readonly settings: Readonly<Record<string, string | null>>;
}

/** From what {@link workHead} is made. */
export interface WorkParts extends Pick<WorkHead, 'stage' | 'inputs'> {
  readonly shows?: Shown | undefined;
  readonly settings: WorkSettings;
  /** Of a stage that uses one. */
  readonly engine: EngineIdentity | null;
}

/** How a manifest is named among the inputs of a work: by its stage, and by its run where the work is of all runs. */
export function inputName(stage: string, run: string | null): string {
  return run === null ? stage : `${run}/${stage}`;
}

/** What {@link inputName} made a name of; `run` is null where it names none. */
export function readInputName(name: string): { readonly stage: string; readonly run: string | null } {
  const slash = name.lastIndexOf('/');
  return { stage: name.slice(slash + 1), run: slash === -1 ? null : name.slice(0, slash) };
}

/** Digest of settings: `config` of a head. */
export function settingsDigest({ seed, section }: WorkSettings): string {
  return digest({ seed, section });
}

export function workHead({ stage, settings, inputs, engine, shows }: WorkParts): WorkHead {
  return {
    stage,
    config: settingsDigest(settings),
    inputs: { ...inputs },
    ...(engine === null ? {} : { engine }),
    ...(shows === undefined ? {} : { shows }),
  };
}

/**
 * The stage key: the same for the same work, whatever the experiment is called where that is not shown.
 * @param sources digest of the stage's code
 */
export function workKey(head: WorkHead, sources: Sources['digest']): string {
  return digest({ ...head, sources });
}
