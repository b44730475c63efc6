import { execFile } from 'node:child_process';

/** Where the code stands, as tags of MLflow's; none outside a git repository. */
export async function gitTags(workspace: string): Promise<Record<string, string>> {
  const [commit, branch, changes] = await Promise.all([
    git(workspace, 'rev-parse', 'HEAD'),
    git(workspace, 'rev-parse', '--abbrev-ref', 'HEAD'),
    git(workspace, 'status', '--porcelain'),
  ]);
  if (commit === null) return {};
  return {
    'mlflow.source.git.commit': commit,
    ...(branch === null || branch === 'HEAD' ? {} : { 'mlflow.source.git.branch': branch }),
    'mlflow.source.git.dirty': String(changes !== ''),
  };
}

function git(cwd: string, ...args: string[]): Promise<string | null> {
  return new Promise((resolve) =>
    execFile('git', args, { cwd, timeout: 10_000 }, (error, stdout) => resolve(error ? null : stdout.trim())),
  );
}
