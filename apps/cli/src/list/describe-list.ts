import { stages } from '@amcl/nx-pipelines/stages';
import { measuredSplit } from '@amcl/results';
import { flatten } from '@amcl/runs';
import type { Summary } from '@amcl/statistics';
import { alignColumns } from '../align-columns';
import type { LastResult } from './last-result';
import { describeReason } from './reason';
import { NEVER_RUN, type ExperimentState, type StageState } from './state';

const HEAD = ['experiment', ...stages.map(({ name }) => name), 'kNN top-1', 'linear top-1', 'measured'];

/** Experiments as a table for a terminal; below each what is stale, and why. */
export function describeList(experiments: readonly ExperimentState[]): string {
  if (experiments.length === 0) return 'No experiments yet. Make one: npx nx g experiment mine --from cifar10-simclr';
  const [head = '', ...lines] = alignColumns([HEAD, ...experiments.map(row)]);
  return [head, ...experiments.flatMap((experiment, index) => [lines[index] ?? '', ...details(experiment)])].join('\n');
}

function row({ experiment, error, stages, result }: ExperimentState): string[] {
  if (error !== null) return [experiment, 'broken'];
  return [experiment, ...stages.map(word), ...(result === null ? [] : resultCells(result))];
}

/** `fresh`, `stale`, `never run`, `running`; of several runs how many are fresh. */
function word({ state, runs }: StageState): string {
  if (state === 'stale' && runs.every(({ reasons }) => reasons[0]?.what === NEVER_RUN)) return NEVER_RUN;
  const fresh = runs.filter(({ state }) => state === 'fresh').length;
  return fresh > 0 && fresh < runs.length ? `${state} ${fresh}/${runs.length}` : state;
}

function resultCells({ knnTop1, probeTop1, finished }: LastResult): string[] {
  return [
    figure(knnTop1),
    figure(probeTop1),
    finished === null ? '' : `${finished.slice(0, 16).replace('T', ' ')} UTC`,
  ];
}

/** `54.53 ± 1.50 (3)`: mean, half of the 95 % interval, seeds. */
function figure({ mean, interval, n }: Summary): string {
  return interval === null ? mean.toFixed(2) : `${mean.toFixed(2)} ± ${(interval[1] - mean).toFixed(2)} (${n})`;
}

/** What went wrong, what is stale by itself, that its figures are not of the test split, and the best point of a sweep. */
function details({ error, stages, result }: ExperimentState): string[] {
  if (error !== null) return [`  ${error}`];
  const reasons = stages.flatMap(({ stage, runs }) => ownReasons(stage, runs));
  const point = flatten(result?.point ?? {}).map(([path, value]) => `${path} = ${value}`);
  const evaluatedOn = result?.evaluatedOn ?? 'test';
  const heldOut = evaluatedOn === 'test' ? [] : [`measured on the ${measuredSplit({ evaluatedOn })}`];
  const best = point.length === 0 ? [] : [`best point: ${point.join(', ')}`];
  return [...reasons, ...heldOut, ...best].map((line) => `  ${line}`);
}

/** Reasons other than that the stage never ran, which the row shows. */
function ownReasons(stage: string, runs: StageState['runs']): string[] {
  const lines = runs.flatMap(({ reasons }) =>
    reasons.length === 0 || reasons[0]?.what === NEVER_RUN
      ? []
      : [`${stage}: ${reasons.map((reason) => describeReason(reason)).join('; ')}`],
  );
  return [...new Set(lines)];
}
