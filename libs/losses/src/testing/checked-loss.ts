import type { LossStatistics, LossValue } from '../loss-value';

/** For tests: what a loss returns; of one that is no comparison of pairs without statistics. */
export interface CheckedLoss extends Pick<LossValue, 'loss'> {
  readonly statistics: Partial<LossStatistics>;
}
