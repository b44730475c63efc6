import type * as tf from '@tensorflow/tfjs-core';
import type { LossStatistics, LossValue } from '../loss-value';

/** Of every loss of AMCL the temperatures are known, too. All have the heads first, [C, ...]; the other axes stand with each loss. */
export interface AmclStatistics extends LossStatistics {
  readonly positiveTemperature: tf.Tensor;
}

/** What the losses of AMCL return: summed over heads, the mean over anchors (or samples). May be below 0. */
export interface AmclLoss extends LossValue {
  readonly statistics: AmclStatistics;
}
