import type { Experiment, ExperimentInput } from './experiment-schema';
import { resolveExperiment } from './resolve-experiment';
import { settingsAt } from './settings-at';
import { samplePoints, sweepPoints, type Point } from './sweep-points';

/** One of the runs of an experiment: a seed, at a point of the sweep. */
export interface Run {
  /** `seed-2`, `point-3`, `point-3-seed-2`; null where the experiment has only this one. */
  readonly name: string | null;
  readonly seed: number;
  /** What the sweep sets here, by path; empty without a sweep, and where it is chosen in training (`tpe`). */
  readonly point: Point;
  /** Every setting of this run. */
  readonly experiment: Experiment;
}

/**
 * Checks an experiment and makes its runs: each point of the sweep with each seed, in this order.
 *
 * @param input what `experiment.ts` exports as its default
 * @param file its path, for the message
 * @throws ExperimentError with every issue of the experiment, or of the first point that is wrong
 */
export function resolveRuns(input: unknown, file: string): Run[] {
  const { seed, seeds, sweep } = resolveExperiment(input, file);
  if (sweep?.method === 'tpe')
    for (const point of samplePoints(sweep))
      settingsAt(input as ExperimentInput, point, `${file}, a possible point of its sweep`);
  const points = sweep === null ? [{}] : sweepPoints(sweep, seed);
  const digits = String(points.length).length;
  const runs = points.flatMap((point, index) => {
    const number = `point-${String(index + 1).padStart(digits, '0')}`;
    const settings = settingsAt(input as ExperimentInput, point, `${file}, ${number} of its sweep`);
    return (seeds ?? [seed]).map((value): Run => {
      const name = [...(sweep === null ? [] : [number]), ...(seeds === null ? [] : [`seed-${value}`])].join('-');
      return { name, seed: value, point, experiment: { ...settings, seed: value } };
    });
  });
  const [only] = runs;
  return runs.length === 1 && only !== undefined ? [{ ...only, name: null }] : runs;
}
