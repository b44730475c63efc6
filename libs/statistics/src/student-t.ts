import { jStat } from 'jstat';

/** Share of the means that a 95 % interval holds. */
const CONFIDENCE = 0.95;

/**
 * Half the width of a 95 % interval in standard errors: the quantile 0.975 of Student's t distribution.
 * @param degreesOfFreedom above 0; need not be whole
 */
export function tWidth(degreesOfFreedom: number): number {
  return jStat.studentt.inv((1 + CONFIDENCE) / 2, degreesOfFreedom);
}

/** Two-sided p value of a t statistic: how often one at least as far from 0 comes up when there is no difference. */
export function tProbability(statistic: number, degreesOfFreedom: number): number {
  return 2 * jStat.studentt.cdf(-Math.abs(statistic), degreesOfFreedom);
}
