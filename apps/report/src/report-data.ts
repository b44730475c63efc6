import type { RunData } from '@amcl/runs';

/** A contact sheet: its title and its PNG. */
export interface Sheet {
  readonly title: string;
  readonly png: Uint8Array;
}

/** All that a report shows: a run in full, the experiment's first, and what its runs have together. The same data gives the same page. */
export interface ReportData extends RunData {
  readonly title: string;
  readonly experiment: string;
  /** One or more; the first is the one that is shown in full. */
  readonly runs: readonly RunData[];
  readonly sheets: readonly Sheet[];
}
