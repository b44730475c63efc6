import * as tf from '@tensorflow/tfjs-core';
import { joinGroups, splitGroups, type Grouping } from './batch-groups';
import { batchNormNative, servesBatchNorm, type BatchNormAttributes } from './batch-norm-native';
import { batchNormOfGroup } from './batch-norm-of-group';
import { expectChannels, expectInteger, expectRank, invalid } from './expect';
import { relu as rectified } from './relu';
import { addUnsaved } from './unsaved';

/** What comes with a batch norm, in one operation where the backend can. */
export interface BatchNormTrainingOptions {
  /** Added to what is normalised, before ReLU; as x. */
  readonly residual?: tf.Tensor | null;
  /** max(., 0) of all that; its gradient at 0 is 0. Without it unless given. */
  readonly relu?: boolean;
  /** Groups of the batch, each normalised by its own statistics; 1 unless given. Divides B. */
  readonly splits?: number;
  /** Which samples make a group; `interleaved` unless given. */
  readonly grouping?: Grouping;
}

/**
 * Batch normalisation by the batch's own statistics (Ioffe & Szegedy 2015): (x - mean) / sqrt(variance + epsilon),
 * times `scale`, plus `offset`, where null is 1 and 0. Fused, forward and backward, where the backend can.
 * @param x [B, H, W, C] or [B, C]; the statistics go over all axes but the last
 * @param scale [C] or null
 * @param offset [C] or null
 * @param epsilon above 0
 * @returns `y` as x; `mean` and the biased `variance` (a sum divided by the count), [splits, C], which carry no gradient.
 *   PyTorch's running variance takes the unbiased one: times count / (count - 1).
 */
export function batchNormTraining<T extends tf.Tensor>(
  x: T,
  scale: tf.Tensor | null,
  offset: tf.Tensor | null,
  epsilon: number,
  { residual = null, relu = false, splits = 1, grouping = 'interleaved' }: BatchNormTrainingOptions = {},
): { y: T; mean: tf.Tensor2D; variance: tf.Tensor2D } {
  expectRank(x, [2, 4], 'batchNormTraining x');
  const channels = x.shape[x.rank - 1] as number;
  expectChannels(scale, channels, 'batchNormTraining scale');
  expectChannels(offset, channels, 'batchNormTraining offset');
  if (!(epsilon > 0)) throw invalid('a number above 0', 'batchNormTraining epsilon', epsilon);
  if (residual && residual.shape.join() !== x.shape.join())
    throw invalid(
      `shape [${x.shape.join(', ')}] (that of x)`,
      'batchNormTraining residual',
      `[${residual.shape.join(', ')}]`,
    );
  expectInteger(splits, 1, 'batchNormTraining splits');
  if (x.shape[0] % splits !== 0)
    throw invalid(`a batch size that is a multiple of ${splits}`, 'batchNormTraining splits', x.shape[0]);
  return tf.tidy(() => {
    const inputs = { x, scale: scale ?? tf.ones([channels]), offset: offset ?? tf.zeros([channels]) };
    const attributes = { epsilon, relu, splits, grouping };
    return servesBatchNorm() ? batchNormNative(inputs, residual, attributes) : composed(inputs, residual, attributes);
  }) as { y: T; mean: tf.Tensor2D; variance: tf.Tensor2D };
}

function composed(
  { x, scale, offset }: Record<'x' | 'scale' | 'offset', tf.Tensor>,
  residual: tf.Tensor | null,
  { epsilon, relu, splits, grouping }: BatchNormAttributes,
): { y: tf.Tensor; mean: tf.Tensor; variance: tf.Tensor } {
  const groups = splitGroups(x, splits, grouping).map((group) => batchNormOfGroup(group, scale, offset, epsilon));
  const normalized = joinGroups(groups.map(({ y }) => y) as [tf.Tensor, ...tf.Tensor[]], grouping);
  const sum = residual ? addUnsaved(normalized, residual) : normalized;
  return {
    y: relu ? rectified(sum) : sum,
    mean: tf.stack(groups.map(({ mean }) => mean)),
    variance: tf.stack(groups.map(({ variance }) => variance)),
  };
}
