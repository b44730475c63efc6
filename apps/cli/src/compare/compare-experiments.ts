import { relative } from 'node:path';
import { writeAtomic } from '@amcl/artifacts';
import { loadRuns } from '@amcl/experiment/load';
import { readExperiment } from '@amcl/runs';
import { listExperiments } from '../list/list-experiments';
import type { ExperimentState } from '../list/state';
import { buildComparison } from './build-comparison';
import type { Comparison } from './comparison';
import type { FinishedExperiment } from './finished-experiment';
import { comparisonPage } from './comparison-page';
import { comparisonPath } from './comparison-path';
import { runExperiments } from './run-experiments';

/** With these another engine may be meant than the one provided last, by which states are judged: Nx then finds out. */
const ENGINE_CHOICES = ['AMCL_BACKEND', 'AMCL_LIBTENSORFLOW'] as const;

export interface CompareOptions {
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Run what is not up to date first. */
  readonly run: boolean;
  /** Where what Nx says goes. */
  readonly output: 'inherit' | 'stderr';
  /** Told what is compared though it is not up to date. */
  warn(this: void, text: string): void;
}

/**
 * Compares experiments with the first of them, and writes the page.
 * @param names one or more; each is compared once
 * @returns the comparison, and the path of its page from the workspace
 * @throws UserError when there is no such experiment, one is wrong or fails, or a result is missing
 */
export async function compareExperiments(
  names: readonly string[],
  { workspace, environment, run, output, warn }: CompareOptions,
): Promise<Comparison & { readonly page: string }> {
  const experiments = [...new Set(names)];
  for (const name of experiments) loadRuns(workspace, name, environment);
  const states = await listExperiments(workspace, experiments, environment);
  if (!run) states.flatMap(staleness).forEach(warn);
  const stale = ENGINE_CHOICES.some((name) => environment[name]) ? experiments : states.filter(isStale).map(nameOf);
  if (run && stale.length > 0) await runExperiments(workspace, stale, output);
  const finished: FinishedExperiment[] = [];
  for (const name of experiments) finished.push({ name, runs: await readExperiment({ workspace, experiment: name }) });
  const comparison = buildComparison(finished);
  const path = comparisonPath(workspace, experiments);
  await writeAtomic(path, await comparisonPage(comparison, finished));
  return { ...comparison, page: relative(workspace, path) };
}

const nameOf = ({ experiment }: ExperimentState): string => experiment;

function isStale({ stages }: ExperimentState): boolean {
  return stages.some(({ state }) => state !== 'fresh');
}

/** What of an experiment's results is not up to date; the report is none of them. */
function staleness({ experiment, stages }: ExperimentState): string[] {
  const stale = stages.filter(({ stage, state }) => stage !== 'report' && state !== 'fresh').map(({ stage }) => stage);
  return stale.length === 0
    ? []
    : [`${experiment} is not up to date: ${stale.join(', ')}. See npx amcl list ${experiment}`];
}
