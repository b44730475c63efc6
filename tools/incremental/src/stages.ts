import { stages } from '@amcl/nx-pipelines/stages';

/** The columns of the table, in the order in which they run. */
export const STAGES: readonly string[] = stages.map(({ name }) => name);

/** What became of a stage in a run. */
export type Outcome = 'computed' | 'kept' | 'cached';

/** How the table shows them. */
export const SIGNS = { computed: '●', kept: '○', cached: '·' } as const satisfies Record<Outcome, string>;

/** The outcomes that a row expects, a sign for each stage: `··●●●`. @throws Error when it is none */
export function readSigns(signs: string): Outcome[] {
  const outcomes = [...signs].flatMap((sign) =>
    (Object.keys(SIGNS) as Outcome[]).filter((outcome) => SIGNS[outcome] === sign),
  );
  if (outcomes.length !== STAGES.length || [...signs].length !== STAGES.length)
    throw new Error(`Expected ${STAGES.length} of ${Object.values(SIGNS).join(' ')} but received ${signs}`);
  return outcomes;
}
