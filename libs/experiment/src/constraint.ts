import type { Experiment } from './experiment-schema';

/** A value that is impossible because of another one. */
export interface Constraint {
  /** The field that is reported. */
  path: string;
  /** The other fields that it is measured against. */
  against: readonly string[];
  /** What is expected, in words, when the value is impossible; else null. */
  violated: (experiment: Experiment) => string | null;
}

/** `value` of the field `path` must not be above `limit`. */
export function atMost(
  path: string,
  against: readonly string[],
  value: (experiment: Experiment) => number,
  limit: (experiment: Experiment) => number,
  meaning: string,
): Constraint {
  const violated = (experiment: Experiment) =>
    value(experiment) > limit(experiment) ? `at most ${limit(experiment)}, ${meaning}` : null;
  return { path, against, violated };
}
