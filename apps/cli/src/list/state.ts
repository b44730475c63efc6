import type { LastResult } from './last-result';
import type { Reason } from './reason';

/** Whether an output is what a run of the stage would give now. */
export type State = 'fresh' | 'stale' | 'running';

/** A stage of one run of an experiment. */
export interface RunState {
  /** Null where the experiment has only one, and of a stage that looks at all of them. */
  readonly run: string | null;
  readonly state: State;
  /** Why its own output is not what a run would give. */
  readonly reasons: readonly Reason[];
  /** Stages before it that are not fresh: what they will give is not known, so it is stale. */
  readonly waitsFor: readonly string[];
  /** Whether the same work was done before, so that a run would take it from the store. */
  readonly stored: boolean;
  /** When its output was made, in UTC; null where that is not noted. */
  readonly finished: string | null;
}

/** A stage of an experiment: running if one of its runs is, fresh if all are. */
export interface StageState {
  readonly stage: string;
  readonly state: State;
  readonly runs: readonly RunState[];
}

/** An experiment as `amcl list` shows it. */
export interface ExperimentState {
  readonly experiment: string;
  /** Why it cannot be run, on one line; null where it can. */
  readonly error: string | null;
  /** In the order of the stages; empty where it cannot be run. */
  readonly stages: readonly StageState[];
  /** Null where there is none yet. */
  readonly result: LastResult | null;
}

/** Of a stage that has no output. */
export const NEVER_RUN = 'never run';
