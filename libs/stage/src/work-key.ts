import { digest, type EngineIdentity, type ManifestHead } from '@amcl/artifacts';
import type { Sources } from '@amcl/sources';

/** The settings of a work: its section of the experiment, and the seed (`settingsOf`). */
export interface WorkSettings {
  /** Null where it decides nothing. */
  readonly seed: number | null;
  readonly section: unknown;
}

/** All that decides what a work gives, apart from the text of its code. */
export type WorkHead = Omit<ManifestHead, 'result'>;

/** From what {@link workHead} is made. */
export interface WorkParts {
  readonly stage: string;
  readonly settings: WorkSettings;
  /** Digests of the manifests that it reads, by {@link inputName}. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Of a stage that uses one. */
  readonly engine: EngineIdentity | null;
  readonly packages: Sources['packages'];
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

/** What a manifest says of the work that it came from. */
export function workHead({ stage, settings, inputs, engine, packages }: WorkParts): WorkHead {
  const { seed, section } = settings;
  return {
    stage,
    config: digest({ seed, section }),
    inputs: { ...inputs },
    ...(engine === null ? {} : { engine }),
    packages,
  };
}

/**
 * The stage key: the same for the same work, whatever the experiment is called.
 * @param sources digest of the stage's code
 */
export function workKey(head: WorkHead, sources: string): string {
  return digest({ ...head, sources });
}
