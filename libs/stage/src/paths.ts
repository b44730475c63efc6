import { join } from 'node:path';

/** Where a run's files lie (docs/architecture.md), under the workspace root. */
export function runPaths(workspace: string) {
  const root = join(workspace, '.amcl');
  return {
    store: join(root, 'store'),
    output: (experiment: string, stage: string): string => join(root, 'out', experiment, stage),
    section: (experiment: string, section: string): string =>
      join(root, 'out', experiment, 'resolve', `${section}.json`),
    work: (key: string): string => join(root, 'work', key),
  };
}
