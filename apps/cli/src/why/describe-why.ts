import { stages } from '@amcl/nx-pipelines/stages';
import { UserError } from '@amcl/artifacts';
import { NEVER_RUN, type ExperimentState, type RunState, type StageState } from '../list/state';

/**
 * Why the stages of an experiment would run, or why they would not: down to the file and the setting.
 * @param only a stage; null for all of them
 * @throws UserError when there is no such stage, or the experiment cannot be run
 */
export function describeWhy({ experiment, error, stages: states }: ExperimentState, only: string | null): string {
  if (error !== null) throw new UserError(error);
  const names = stages.map(({ name }) => name);
  if (only !== null && !names.includes(only))
    throw new UserError(`Expected a stage of ${experiment} (${names.join(', ')}) but received ${only}`);
  const shown = states.filter(({ stage }) => only === null || stage === only);
  return shown.flatMap(describeStage).join('\n');
}

/** Of runs with the same to say, the first says it, with how many there are. */
function describeStage({ stage, runs }: StageState): string[] {
  const texts = new Map<string, RunState[]>();
  for (const run of runs) {
    const text = describeRun(run).join('\n');
    texts.set(text, [...(texts.get(text) ?? []), run]);
  }
  return [...texts].map(([text, same]) => {
    const named = same.flatMap(({ run }) => run ?? []);
    return `${[stage, ...(named.length === runs.length ? [] : named)].join(' ')}: ${text}`;
  });
}

function describeRun({ state, reasons, waitsFor, stored, finished }: RunState): string[] {
  if (state === 'fresh') return [`up to date, nothing changed since ${finished ?? 'it was made'}`];
  const lines = reasons.flatMap(({ what, details }) => [what, ...details.map((detail) => `  ${detail}`)]);
  const waits = waitsFor.length === 0 ? [] : [`whether it runs, ${waitsFor.join(' and ')} will decide`];
  const rest = [
    ...(reasons[0]?.what === NEVER_RUN ? [] : lines),
    ...waits,
    ...(stored ? ['the same was done before: it is taken from .amcl/store'] : []),
  ];
  const first = state === 'running' ? 'running' : reasons.length === 0 ? 'as it was' : stored ? 'kept' : 'would run';
  return [reasons[0]?.what === NEVER_RUN ? NEVER_RUN : first, ...rest.map((line) => `  ${line}`)];
}
