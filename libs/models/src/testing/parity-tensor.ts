import * as tf from '@tensorflow/tfjs-core';
import type { ParityCase, ParityGroup } from '@amcl/parity';

/** A tensor of a case, in the case's layout. */
export function parityTensor(parityCase: ParityCase, group: ParityGroup, name: string): tf.Tensor {
  const found = parityCase[group][name];
  if (!found) throw new Error(`Expected a tensor ${group}.${name} in case ${parityCase.name} but it has none`);
  return tf.tensor(found.data, [...found.shape]);
}
