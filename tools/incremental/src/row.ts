import type { WorkspaceCopy } from './workspace-copy';

/** Does something to a workspace; what it writes and takes away is undone after the run. */
export type Change = (copy: WorkspaceCopy) => void;

/** A kind of change, and what a run after it has to do. */
export interface Row {
  /** What is changed, in words. */
  readonly change: string;
  /** A sign for each stage (`SIGNS`). */
  readonly expected: string;
  /** Why that is right. */
  readonly why: string;
  /** None: the run is of the experiment as it was. */
  readonly apply?: readonly Change[];
  /** Variables of the run, by the copy in which it is. */
  readonly variables?: (copy: WorkspaceCopy) => Readonly<Record<string, string>>;
  /** What was changed in a run before, of which all is undone. Left out, there is no run before: what lies there may be another row's. */
  readonly before?: readonly Change[];
}
