import { spawnSync } from 'node:child_process';

/** Milliseconds after which git is done without. */
const PATIENCE = 5000;

/** Where the code stands, as tags of MLflow's, by one call of git (some milliseconds); none outside a git repository. */
export function gitTags(workspace: string): Record<string, string> {
  const args = ['status', '--porcelain=v2', '--branch', '--untracked-files=no'];
  const { status, stdout } = spawnSync('git', args, { cwd: workspace, encoding: 'utf8', timeout: PATIENCE });
  return status === 0 ? parseStatus(stdout) : {};
}

/** @param text what `git status --porcelain=v2 --branch` prints: `# branch.oid <commit>`, `# branch.head <name>`, and a line a change */
export function parseStatus(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  const head = (name: string) => lines.find((line) => line.startsWith(`# branch.${name} `))?.split(' ')[2] ?? '';
  const [commit, branch] = [head('oid'), head('head')];
  return {
    ...(/^[0-9a-f]+$/.test(commit) ? { 'mlflow.source.git.commit': commit } : {}),
    ...(branch === '' || branch === '(detached)' ? {} : { 'mlflow.source.git.branch': branch }),
    'mlflow.source.git.dirty': String(lines.some((line) => !line.startsWith('#'))),
  };
}
