import { join } from 'node:path';
import type { SectionName } from '@amcl/experiment';

/** Where a run's files lie (docs/architecture.md), under the workspace root. */
export function runPaths(workspace: string) {
  const root = join(workspace, '.amcl');
  return {
    store: join(root, 'store'),
    /** The outputs of all experiments, each in its folder. */
    outputs: join(root, 'out'),
    /** What a stage hands on, of the run `run` where the experiment has several. */
    output: (experiment: string, stage: string, run: string | null = null): string =>
      join(root, 'out', experiment, stage, ...(run === null ? [] : [run])),
    section: (experiment: string, section: SectionName): string =>
      join(root, 'out', experiment, 'resolve', `${section}.json`),
    /** Note of `preflight` on the files of an output that are missing or damaged. */
    damage: (experiment: string, stage: string): string => join(root, 'out', 'damage', experiment, `${stage}.json`),
    runs: (experiment: string): string => join(root, 'out', experiment, 'resolve', 'runs.json'),
    /** Unfinished works and their locks. */
    works: join(root, 'work'),
    work: (key: string): string => join(root, 'work', key),
    /** What an unfinished work reads, digests of manifests: `amcl gc` keeps it, also where `out` has another output by now. */
    inputs: (key: string): string => join(root, 'work', key, 'inputs.json'),
    /** Held by the process that is at the work. */
    lock: (key: string): string => join(root, 'work', `${key}.lock`),
    /** Where `amcl compare` writes its pages. */
    comparisons: join(root, 'out', 'comparison'),
  };
}
