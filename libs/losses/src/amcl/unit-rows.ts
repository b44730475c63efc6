import { l2Normalize } from '@amcl/engine';
import * as tf from '@tensorflow/tfjs-core';

/** Each embedding of each head divided by its length, [C, B, D]; one of zeros stays zero. */
export function unitRows(embeddings: tf.Tensor): tf.Tensor3D {
  const [, , dim = 0] = embeddings.shape;
  return tf.reshape<tf.Rank.R3>(
    l2Normalize(tf.reshape(embeddings, [-1, dim])),
    embeddings.shape as [number, number, number],
  );
}
