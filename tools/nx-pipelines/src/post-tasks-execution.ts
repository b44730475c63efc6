import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PostTasksExecution } from '@nx/devkit';

/**
 * Prints the paths of the reports once more, under Nx's summary, so that the last line of `nx run <experiment>:report` is the
 * report's path. With Nx's daemon on, the hook runs in the daemon and its line is not shown; the stage's own stands above the summary.
 */
export const postTasksExecution: PostTasksExecution = (_options, { taskResults, workspaceRoot }) => {
  for (const { task, status } of Object.values(taskResults)) {
    const report = join(workspaceRoot, '.amcl', 'out', task.target.project, 'report', 'report.html');
    if (task.target.target === 'report' && status !== 'failure' && status !== 'skipped' && existsSync(report))
      console.log(report);
  }
};
