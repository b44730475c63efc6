import { barChart, duration, figure, grid, html, type Html, type Section } from '@amcl/reporting';
import { recordedFigure } from '@amcl/runs';
import { mean } from '@amcl/statistics';
import { whole } from './format';
import type { ReportData } from './report-data';

/** Time of each stage, and how fast the training was, of each run. */
export async function costSection({ runs }: ReportData): Promise<Section> {
  const stages = runs[0]?.stages.map(({ name }) => name) ?? [];
  const names = runs.map(({ name, seed }) => name ?? `seed ${seed}`);
  const time = await barChart({
    label: 'Wall time of each stage',
    x: 'seconds',
    y: 'stage',
    categories: stages,
    series: [
      {
        name: 'mean of the runs',
        values: stages.map((stage) => meanOf(runs.map((run) => recordedFigure(run, stage, 'seconds')))),
      },
    ],
    format: duration,
  });
  const speed = await barChart({
    label: 'Views that the training took in a second',
    x: 'views/s',
    y: 'run',
    categories: names,
    series: [{ name: 'views/s', values: runs.map((run) => recordedFigure(run, 'pretrain', 'viewsPerSecond')) }],
    format: whole,
  });
  const wait = runs.map((run) => recordedFigure(run, 'pretrain', 'waitingShare')).filter((share) => share !== null);
  const waiting =
    wait.length === 0
      ? ''
      : ` ${(100 * Math.max(...wait)).toFixed(1)} % of the time, at most, the training waited for views.`;
  const several = runs.length > 1 ? ', mean of the runs' : '';
  return {
    id: 'cost',
    heading: 'Time and speed',
    body: html`<p>On the machine that ran the stages: Provenance names it.</p>
      ${grid([
        figure(
          'Wall time by stage',
          time,
          `Of the stage as it was computed${several}; one that came from a cache took none.`,
        ),
        figure('Throughput of the training', speed, `Views of a training step, without the kNN monitor.${waiting}`),
      ] satisfies Html[])}`,
  };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}
