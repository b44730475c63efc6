import { observe } from './observe';
import type { Row } from './row';
import { readSigns, STAGES, type Outcome } from './stages';
import type { WorkspaceCopy } from './workspace-copy';

/** A row of the table. */
export interface RowResult {
  readonly change: string;
  readonly why: string;
  /** Of each stage. */
  readonly expected: readonly Outcome[];
  /** Null where the run failed. */
  readonly observed: readonly Outcome[] | null;
  /** The stages of which the two differ; all of them where the run failed. */
  readonly differs: readonly string[];
  /** Why the run failed; null where it did not. */
  readonly failure: string | null;
}

/** Makes a row's change, runs the experiment and takes the change back. */
export async function runRow(row: Row, copy: WorkspaceCopy): Promise<RowResult> {
  const { change, why, apply = [], variables, before } = row;
  const expected = readSigns(row.expected);
  try {
    if (before !== undefined) {
      for (const make of before) make(copy);
      await copy.run();
      copy.undo();
    }
    for (const make of apply) make(copy);
    const observed = await observe(copy, variables?.(copy) ?? {});
    const differs = STAGES.filter((_, index) => expected[index] !== observed[index]);
    return { change, why, expected, observed, differs, failure: null };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { change, why, expected, observed: null, differs: STAGES, failure };
  } finally {
    copy.undo();
  }
}
