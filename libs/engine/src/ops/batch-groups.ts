import * as tf from '@tensorflow/tfjs-core';
import { concatUnsaved, reshapeUnsaved } from './unsaved';

/**
 * Which samples of a batch make one of S groups: `interleaved`, sample n is in group n mod S (lightly's); `contiguous`, in group
 * floor(n S / B).
 */
export type Grouping = 'interleaved' | 'contiguous';

/** The axis of the groups: interleaved ones lie side by side in a view [B / S, S H, ...], contiguous ones one after the other. */
const AXIS: Readonly<Record<Grouping, number>> = { interleaved: 1, contiguous: 0 };

/** [B, H, ...] as S groups [B / S, H, ...]; S divides B. */
export function splitGroups(x: tf.Tensor, splits: number, grouping: Grouping): tf.Tensor[] {
  if (splits === 1) return [x];
  const [batch = 0, height = 0, ...rest] = x.shape;
  const view = grouping === 'interleaved' ? reshapeUnsaved(x, [batch / splits, splits * height, ...rest]) : x;
  return tf.split(view, splits, AXIS[grouping]);
}

/** Undoes `splitGroups`. */
export function joinGroups(groups: readonly [tf.Tensor, ...tf.Tensor[]], grouping: Grouping): tf.Tensor {
  if (groups.length === 1) return groups[0];
  const [count = 0, ...rest] = groups[0].shape;
  return reshapeUnsaved(concatUnsaved(groups, AXIS[grouping]), [groups.length * count, ...rest]);
}
