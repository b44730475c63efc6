import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PostTasksExecution } from '@nx/devkit';
import { stages } from './stages';

type TaskResults = Parameters<PostTasksExecution>[1]['taskResults'];

/**
 * Brings the large files of stages whose outputs Nx took from a cache, where there is a remote one; then prints the paths of the reports
 * once more, under Nx's summary, so that the last line of `nx run <experiment>:report` is the report's path. With Nx's daemon on, the
 * hook runs in the daemon: it has the variables of the command that was given, and its lines are not shown (they are in the daemon's
 * log). The stage's own line with the report's path stands above the summary.
 */
export const postTasksExecution: PostTasksExecution = async (_options, { taskResults, workspaceRoot }) => {
  if (process.env['NX_SELF_HOSTED_REMOTE_CACHE_SERVER']) await fetchAll(taskResults, workspaceRoot);
  for (const { task, status } of Object.values(taskResults)) {
    const report = join(workspaceRoot, '.amcl', 'out', task.target.project, 'report', 'report.html');
    if (task.target.target === 'report' && status !== 'failure' && status !== 'skipped' && existsSync(report))
      console.log(report);
  }
};

async function fetchAll(taskResults: TaskResults, workspace: string): Promise<void> {
  const restored = Object.values(taskResults).filter(
    ({ task, status }) => /cache/.test(status) && stages.some(({ name }) => name === task.target.target),
  );
  if (restored.length === 0) return;
  // Loaded only here: the plugin is read in every call of Nx.
  const [{ remoteStoreFromEnvironment }, { fetchBlobs }] = await Promise.all([
    import('@amcl/remote-store'),
    import('@amcl/nx-pipelines/fetch-blobs'),
  ]);
  const remote = remoteStoreFromEnvironment(process.env, (line) => console.warn(`warning: ${line}`));
  if (remote === null) return;
  for (const { task } of restored) {
    const line = await fetchBlobs(workspace, task.target.project, task.target.target, remote);
    if (line !== null) console.log(line);
  }
}
