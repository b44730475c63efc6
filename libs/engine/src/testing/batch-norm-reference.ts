import type { Grouping } from '../ops/batch-groups';
import type { BatchNormTrainingOptions } from '../ops/batch-norm-training';
import type { Doubles } from './check-op';

/** Which group a sample of a batch is in. */
const GROUP_OF: Readonly<Record<Grouping, (sample: number, batch: number, splits: number) => number>> = {
  interleaved: (sample, _, splits) => sample % splits,
  contiguous: (sample, batch, splits) => Math.floor((sample * splits) / batch),
};

/** The group and the channel of every number, as one index into [splits, C]. */
function places({ shape, data }: Doubles, splits: number, grouping: Grouping): number[] {
  const [batch, channels] = [shape[0]!, shape.at(-1)!];
  const group = (index: number) => GROUP_OF[grouping](Math.floor(index / (data.length / batch)), batch, splits);
  return Array.from(data, (_, index) => group(index) * channels + (index % channels));
}

/** Mean and biased variance, [splits, C]. */
export function batchStatistics(x: Doubles, splits = 1, grouping: Grouping = 'interleaved') {
  const place = places(x, splits, grouping);
  const count = x.data.length / x.shape.at(-1)! / splits;
  const mean = new Array<number>(x.shape.at(-1)! * splits).fill(0);
  const variance = [...mean];
  x.data.forEach((value, index) => (mean[place[index]!]! += value / count));
  x.data.forEach((value, index) => (variance[place[index]!]! += (value - mean[place[index]!]!) ** 2 / count));
  return { mean, variance };
}

/** The inputs of a batch norm beside x, where there are any. */
export interface BatchNormVectors {
  readonly scale?: Doubles | undefined;
  readonly offset?: Doubles | undefined;
  readonly residual?: Doubles | undefined;
}

/** `batchNormTraining` of x. */
export function batchNormReference(
  x: Doubles,
  epsilon: number,
  { scale, offset, residual }: BatchNormVectors = {},
  { relu = false, splits = 1, grouping = 'interleaved' }: Omit<BatchNormTrainingOptions, 'residual'> = {},
): Doubles {
  const { mean, variance } = batchStatistics(x, splits, grouping);
  const place = places(x, splits, grouping);
  const data = x.data.map((value, index) => {
    const [at, channel] = [place[index]!, index % x.shape.at(-1)!];
    const normalized = (value - mean[at]!) / Math.sqrt(variance[at]! + epsilon);
    const affine = normalized * (scale?.data[channel] ?? 1) + (offset?.data[channel] ?? 0);
    const sum = affine + (residual?.data[index] ?? 0);
    return relu ? Math.max(sum, 0) : sum;
  });
  return { shape: x.shape, data };
}
