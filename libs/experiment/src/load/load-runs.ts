import { resolveRuns, type Run } from '../resolve-runs';
import { loadExperiment } from './load-experiment';
import { withSeedOf } from './seed-override';

/**
 * Runs an experiment's file, checks what it exports and makes its runs.
 * @param environment its variable `AMCL_SEED` takes the place of the experiment's seeds
 * @throws UserError when there is no such experiment, or it cannot be run, or it or the variable is wrong
 */
export function loadRuns(workspace: string, name: string, environment: NodeJS.ProcessEnv): Run[] {
  const { file, input } = loadExperiment(workspace, name);
  return resolveRuns(withSeedOf(environment, input), file);
}
