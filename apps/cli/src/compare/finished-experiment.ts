import type { RunData } from '@amcl/runs';

/** An experiment's runs, in order. */
export interface FinishedExperiment {
  readonly name: string;
  readonly runs: readonly RunData[];
}
