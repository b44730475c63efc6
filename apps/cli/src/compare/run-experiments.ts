import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';

/** The file descriptor of standard error. */
const STDERR = 2;

/**
 * Runs what is not up to date of experiments, by Nx, whose output is shown.
 * @param output `stderr`: leaves standard output to what this program says
 * @throws UserError when an experiment fails, or was stopped
 */
export async function runExperiments(
  workspace: string,
  experiments: readonly string[],
  output: 'inherit' | 'stderr',
): Promise<void> {
  const nx = createRequire(join(workspace, 'package.json')).resolve('nx/bin/nx.js');
  const child = spawn(
    process.execPath,
    [nx, 'run-many', '-t', 'report', '-p', experiments.join(','), '--outputStyle=stream'],
    { cwd: workspace, stdio: ['inherit', output === 'inherit' ? 'inherit' : STDERR, 'inherit'] },
  );
  // Ctrl-C reaches Nx as well, whose stages write a checkpoint: this program waits for them.
  let stopped = false;
  const wait = (): void => void (stopped = true);
  process.on('SIGINT', wait);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code === 0) return;
    if (stopped) throw new UserError('Stopped. Run the same command again to go on.');
    throw new UserError(
      `Not all of ${experiments.join(', ')} could be run: see the message of the stage above, and npx amcl list ${experiments.join(' ')}. ` +
        'With --no-run what is there is compared.',
    );
  } finally {
    process.off('SIGINT', wait);
  }
}
