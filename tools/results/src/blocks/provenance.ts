import { mean } from '@amcl/statistics';
import { table } from '../markdown';
import type { Records } from '../records';

/** Every experiment that is published: when, how long, on what, and the command that makes it anew. */
export function provenanceBlock(records: Records, experiments: readonly string[]): string {
  const rows = experiments.map((experiment) => {
    const record = records.experiment(experiment);
    if (record === null) return [experiment, 'not run', '', '', '', '', ''];
    const { runs, finished } = record;
    const known = (of: (run: (typeof runs)[number]) => number | null): number[] =>
      runs.map(of).filter((value) => value !== null);
    const [seconds, speeds] = [known((run) => run.seconds), known((run) => run.viewsPerSecond)];
    return [
      `[${experiment}](results/${experiment}.json)`,
      String(runs.length),
      finished,
      seconds.length === 0 ? '–' : mean(seconds).toFixed(0),
      speeds.length === 0 ? '–' : mean(speeds).toFixed(0),
      [...new Set(runs.map(({ device }) => device))].join(', '),
      [...new Set(runs.map(({ data }) => `\`${data.slice(0, 8)}\``))].join(' '),
    ];
  });
  return table(['experiment', 'runs', 'finished', 'seconds a run', 'views/s', 'machine', 'data, sha256'], rows);
}
