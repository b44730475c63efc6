import { stages } from '@amcl/nx-pipelines/stages';
import { measuredSplit } from '@amcl/results';
import { flatten } from '@amcl/runs';
import type { Summary } from '@amcl/statistics';
import { alignColumns } from '../align-columns';
import type { LastResult } from './last-result';
import { describeReason } from './reason';
import { NEVER_RUN, type ExperimentState, type StageState } from './state';

/** Experiments as a table for a terminal; below each what is stale, and why. */
export function describeList(experiments: readonly ExperimentState[]): string {
  if (experiments.length === 0) return 'No experiments yet. Make one: npx nx g experiment mine --from cifar10-simclr';
  const tuned = experiments.some(({ result }) => result !== null && result.fineTunedTop1 !== null);
  const figures = ['kNN top-1', 'linear top-1', ...(tuned ? ['fine-tuned top-1'] : [])];
  const names = ['experiment', ...stages.map(({ name }) => name), ...figures, 'measured'];
  const [head = '', ...lines] = alignColumns([names, ...experiments.map((experiment) => row(experiment, tuned))]);
  return [head, ...experiments.flatMap((experiment, index) => [lines[index] ?? '', ...details(experiment)])].join('\n');
}

/** @param tuned whether the table has a column of fine-tuned encoders */
function row({ experiment, error, stages, result }: ExperimentState, tuned: boolean): string[] {
  if (error !== null) return [experiment, 'broken'];
  return [experiment, ...stages.map(word), ...(result === null ? [] : resultCells(result, tuned))];
}

/** `fresh`, `stale`, `never run`, `running`; of several runs how many are fresh. */
function word({ state, runs }: StageState): string {
  if (state === 'stale' && runs.every(({ reasons }) => reasons[0]?.what === NEVER_RUN)) return NEVER_RUN;
  const fresh = runs.filter(({ state }) => state === 'fresh').length;
  return fresh > 0 && fresh < runs.length ? `${state} ${fresh}/${runs.length}` : state;
}

function resultCells({ knnTop1, probeTop1, fineTunedTop1, finished }: LastResult, tuned: boolean): string[] {
  return [
    figure(knnTop1),
    figure(probeTop1),
    ...(tuned ? [fineTunedTop1 === null ? '' : figure(fineTunedTop1)] : []),
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
