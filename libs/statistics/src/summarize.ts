import { tWidth } from './student-t';

/** Ends of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

/** A figure over the runs of an experiment. */
export interface Summary {
  /** Runs. */
  readonly n: number;
  readonly mean: number;
  /** Of the sample (divided by n - 1); null for a single run. */
  readonly deviation: number | null;
  /** Student's t interval of the mean, 95 %; null for a single run. */
  readonly interval: Interval | null;
}

/** @param values one or more */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Expected at least one value for a mean but received none');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The sample's standard deviation, which divides by n - 1.
 * @param values two or more
 */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2)
    throw new RangeError(`Expected at least two values for a standard deviation but received ${values.length}`);
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/**
 * Mean, deviation and the interval in which the mean of endlessly many runs lies, 95 % of the time, if runs scatter normally.
 * @param values one or more, of a run each
 */
export function summarize(values: readonly number[]): Summary {
  const centre = mean(values);
  const n = values.length;
  if (n === 1) return { n, mean: centre, deviation: null, interval: null };
  const deviation = sampleDeviation(values);
  const half = (tWidth(n - 1) * deviation) / Math.sqrt(n);
  return { n, mean: centre, deviation, interval: [centre - half, centre + half] };
}
