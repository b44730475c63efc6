import { alignColumns } from '../align-columns';
import type { ExperimentCost, RunEstimate } from './list-costs';

const HEAD = ['experiment', 'runs', 'done', 'images', 'epochs', 'views/s', 'pre-training', 'probe', 'core-hours'];

/** Costs as a table for a terminal, with their sum and what it means on this machine. */
export function describeCosts(costs: readonly ExperimentCost[]): string {
  const [head = '', ...lines] = alignColumns([HEAD, ...costs.map(row)]);
  const rows = costs.flatMap(({ error }, index) => [lines[index] ?? '', ...(error === null ? [] : [`  ${error}`])]);
  return [head, ...rows, '', sum(costs)].join('\n');
}

function row({ experiment, runs, done, images, epochs, left, atMost }: ExperimentCost): string[] {
  const head = [experiment, String(runs), String(done), whole(images), whole(epochs)];
  if (left.length === 0) return [...head, ...(runs > 0 && done === runs ? ['', '', '', 'done'] : [])];
  const of = (pick: (run: RunEstimate) => number): number => left.reduce((sum, run) => sum + pick(run), 0);
  const [pretrain, probe] = [of((run) => run.pretrain), of((run) => run.probe)];
  return [
    ...head,
    speeds(left),
    hours(pretrain),
    hours(probe),
    `${atMost ? 'at most ' : ''}${hours(pretrain + probe)}`,
  ];
}

/** `75.9`, or the least and the most where the runs have several. */
function speeds(left: readonly RunEstimate[]): string {
  const all = left.map(({ speed }) => speed.viewsPerSecond);
  const [least, most] = [Math.min(...all).toFixed(1), Math.max(...all).toFixed(1)];
  return least === most ? least : `${least} to ${most}`;
}

function sum(costs: readonly ExperimentCost[]): string {
  const left = costs.flatMap(({ left }) => left);
  const total = left.reduce((sum, { pretrain, probe }) => sum + pretrain + probe, 0);
  const unknown = costs.filter(({ error }) => error !== null).length;
  const threads = left[0]?.speed.threads ?? 1;
  const days = (total / threads / 24).toFixed(total / threads > 240 ? 0 : 1);
  return (
    `${hours(total)} core-hours are left${left.length === 0 ? '' : `, ${days} days on ${threads} ${threads === 1 ? 'core' : 'cores'}`}` +
    (unknown === 0
      ? ''
      : `, without ${unknown} ${unknown === 1 ? 'experiment' : 'experiments'} of which it is not known`)
  );
}

const whole = (value: number | null): string => value?.toLocaleString('en-US') ?? '?';

/** Three figures, since speeds of a shared machine vary by a tenth. */
function hours(value: number): string {
  if (value >= 100) return Number(value.toPrecision(3)).toLocaleString('en-US');
  return value === 0 ? '0' : value.toPrecision(2);
}
