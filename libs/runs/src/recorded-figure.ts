import type { RunData } from './run-data';

/** A number of a stage's `run.json`, such as `seconds` or `viewsPerSecond`; null where it has none. */
export function recordedFigure({ stages }: Pick<RunData, 'stages'>, stage: string, figure: string): number | null {
  const value = stages.find(({ name }) => name === stage)?.run[figure];
  return typeof value === 'number' ? value : null;
}
