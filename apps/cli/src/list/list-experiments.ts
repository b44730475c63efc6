import { readEngineIdentity } from '@amcl/artifacts';
import { experimentNames, loadRuns } from '@amcl/experiment/load';
import { SourceReader, type Choices, type Sources } from '@amcl/sources';
import { lastResult } from './last-result';
import { readStates } from './read-states';
import type { ExperimentState } from './state';

/**
 * Experiments of a workspace with the states of their stages and their last results. One that cannot be run is listed with its error.
 * @param names those that are meant; all where there are none
 */
export async function listExperiments(
  workspace: string,
  names: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<ExperimentState[]> {
  const engine = await readEngineIdentity(workspace).catch(() => null);
  const reader = new SourceReader(workspace);
  const known = new Map<string, Sources>();
  const sourcesOf = (stage: string, choices: Choices): Sources => {
    const work = JSON.stringify([stage, choices]);
    const sources = known.get(work) ?? reader.read(`apps/${stage}/src/main.ts`, choices);
    known.set(work, sources);
    return sources;
  };
  const states: ExperimentState[] = [];
  for (const experiment of names.length > 0 ? names : experimentNames(workspace)) {
    try {
      const runs = loadRuns(workspace, experiment, environment);
      const stages = await readStates(runs, { workspace, experiment, engine, sourcesOf });
      const result = await lastResult(workspace, experiment, runs);
      states.push({ experiment, error: null, stages, result });
    } catch (error) {
      states.push({ experiment, error: oneLine(error), stages: [], result: null });
    }
  }
  return states;
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
}
