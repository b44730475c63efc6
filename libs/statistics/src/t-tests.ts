import { tProbability, tWidth } from './student-t';
import { mean, sampleDeviation, type Interval } from './summarize';

/** What a test says of the difference of two means. */
export interface TestResult {
  readonly test: 'paired t-test' | "Welch's t-test";
  /** Of the difference, 95 %. */
  readonly interval: Interval;
  /** Two-sided. */
  readonly p: number;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
}

/**
 * Whether the mean of the differences within pairs is other than 0.
 * @param differences two or more, not all the same
 */
export function pairedTTest(differences: readonly number[]): TestResult {
  const error = sampleDeviation(differences) / Math.sqrt(differences.length);
  return result('paired t-test', mean(differences), error, differences.length - 1);
}

/**
 * Whether two samples have different means, their deviations being different, too (Welch 1947).
 * @param base two or more
 * @param other two or more; of at least one sample the values are not all the same
 */
export function welchTTest(base: readonly number[], other: readonly number[]): TestResult {
  const [a, b] = [base, other].map((values) => sampleDeviation(values) ** 2 / values.length) as [number, number];
  const degrees = (a + b) ** 2 / (a ** 2 / (base.length - 1) + b ** 2 / (other.length - 1));
  return result("Welch's t-test", mean(other) - mean(base), Math.sqrt(a + b), degrees);
}

function result(test: TestResult['test'], difference: number, error: number, degreesOfFreedom: number): TestResult {
  const half = tWidth(degreesOfFreedom) * error;
  const statistic = difference / error;
  const p = tProbability(statistic, degreesOfFreedom);
  return { test, interval: [difference - half, difference + half], p, statistic, degreesOfFreedom };
}
