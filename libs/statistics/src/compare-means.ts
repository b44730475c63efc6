import { mean } from './summarize';
import { pairedTTest, welchTTest, type TestResult } from './t-tests';

/** A figure of a run. */
export interface SeededValue {
  readonly seed: number;
  readonly value: number;
}

/** How far two experiments are apart in a figure. */
export interface Difference {
  /** Mean of the other less mean of the base. */
  readonly difference: number;
  /** Null where the runs cannot tell. */
  readonly test: TestResult | null;
  /** Why there is no test, in words; null where there is one. */
  readonly untested: string | null;
}

/** A spread below this share of the values is rounding. */
const ROUNDING = 1e-12;

/**
 * Compares a figure of two experiments: by a paired t-test where both have the same seeds (each seed's first weights, shuffles and
 * views are common to both, so that the difference of its two runs scatters less than the runs), else by Welch's.
 *
 * Not by a permutation test: with three seeds it has 2^3 = 8 sign patterns (p is 0.25 or more) or 20 ways to divide the runs (0.1 or
 * more), and so never tells anything. The t-tests pay for that with the assumption that runs scatter normally.
 *
 * @param base one or more, each seed once
 * @param other one or more, each seed once
 */
export function compareMeans(base: readonly SeededValue[], other: readonly SeededValue[]): Difference {
  const [before, after] = [values(base), values(other)];
  const difference = mean(after) - mean(before);
  const untested = (reason: string): Difference => ({ difference, test: null, untested: reason });
  if (base.length < 2 || other.length < 2) return untested('a test takes two runs of each');
  const pairs = paired(base, other);
  if (pairs !== null) {
    if (alike(pairs, after)) return untested('each seed has the same difference');
    return { difference, test: pairedTTest(pairs), untested: null };
  }
  if (alike(before, before) && alike(after, after)) return untested('the runs of each are all the same');
  return { difference, test: welchTTest(before, after), untested: null };
}

/** The differences by seed; null where the seeds are not the same. */
function paired(base: readonly SeededValue[], other: readonly SeededValue[]): number[] | null {
  const bySeed = new Map(other.map(({ seed, value }) => [seed, value]));
  if (base.length !== other.length) return null;
  const differences = base.flatMap(({ seed, value }) => {
    const found = bySeed.get(seed);
    return found === undefined ? [] : [found - value];
  });
  return differences.length === base.length ? differences : null;
}

/** Whether numbers differ by no more than rounding, as seen from the size of `scale`. */
function alike(numbers: readonly number[], scale: readonly number[]): boolean {
  const size = Math.max(...scale.map(Math.abs));
  return Math.max(...numbers) - Math.min(...numbers) <= ROUNDING * size;
}

function values(runs: readonly SeededValue[]): number[] {
  return runs.map(({ value }) => value);
}
