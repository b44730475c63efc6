import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readUses } from '@amcl/artifacts';
import { runPaths } from '@amcl/stage/paths';
import { STAGES, type Outcome } from './stages';
import { EXPERIMENT } from './tiny-experiment';
import type { WorkspaceCopy } from './workspace-copy';

/**
 * Runs the experiment and tells what became of each stage: a program that runs notes its work in the store's log of uses, and a work that
 * was done says when.
 * @throws Error when the run fails
 */
export async function observe(copy: WorkspaceCopy, variables: Readonly<Record<string, string>>): Promise<Outcome[]> {
  const paths = runPaths(copy.path);
  const earlier = (await readUses(paths.store)).length;
  const began = new Date().toISOString();
  await copy.run(variables);
  const uses = (await readUses(paths.store)).slice(earlier);
  return STAGES.map((stage) => {
    if (!uses.some((use) => use.stage === stage)) return 'cached';
    return finished(paths.output(EXPERIMENT, stage)) >= began ? 'computed' : 'kept';
  });
}

/** When the work was done that an output is of. */
function finished(output: string): string {
  const { work } = JSON.parse(readFileSync(join(output, 'run.json'), 'utf8')) as { work: { finished: string } };
  return work.finished;
}
