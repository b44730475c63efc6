import * as tf from '@tensorflow/tfjs-core';
import { l2Normalize } from '@amcl/engine';
import { prefixed, prefixedScope, tidyForward, type Encoder, type Module, type Scope } from '@amcl/models';
import type { Method } from './method';
import { ENCODER_PREFIX, HEAD_PREFIX } from './parts';

/** The networks of a method. */
export interface NetworkParts {
  readonly encoder: Encoder;
  /** [B, F] -> [B, D], or [C, B, D] of several heads; bare names. */
  readonly projectionHead: Module;
  /** C D */
  readonly embeddingSize: number;
  /** What else is trained or carried on, with the names of the method's module. */
  readonly others?: readonly Pick<Module, 'parameters' | 'buffers'>[];
}

/** What methods share: an encoder and projection heads after it. */
export type Networks = Pick<Method, 'encoder' | 'module' | 'embeddingSize' | 'encode' | 'embed'> & {
  /** Features to embeddings, [B, F] -> [B, D] or [C, B, D], not normalised. */
  project(this: void, features: tf.Tensor, scope: Scope): tf.Tensor;
};

/** Puts the parts of a method under its names. */
export function networksOf({ encoder, projectionHead, embeddingSize, others = [] }: NetworkParts): Networks {
  const parts = [prefixed(ENCODER_PREFIX, encoder), prefixed(HEAD_PREFIX, projectionHead), ...others];
  const encode = (x: tf.Tensor, scope: Scope) => encoder.forward(x, prefixedScope(ENCODER_PREFIX, scope));
  const project = (features: tf.Tensor, scope: Scope) =>
    projectionHead.forward(features, prefixedScope(HEAD_PREFIX, scope));
  const embed = (features: tf.Tensor, scope: Scope) =>
    tidyForward(scope, (inside) => sideBySide(project(features, inside)));
  return {
    encoder,
    module: {
      parameters: parts.flatMap(({ parameters }) => parameters),
      buffers: parts.flatMap(({ buffers }) => buffers),
      forward: (x, scope) => embed(encode(x, scope), scope),
    },
    embeddingSize,
    encode,
    project,
    embed,
  };
}

/** Each head's rows normalised, heads side by side: [C, B, D] -> [B, C D]. Their dot product is the sum of the heads' cosines. */
function sideBySide(z: tf.Tensor): tf.Tensor {
  if (z.rank === 2) return l2Normalize(z);
  const [heads, batch, dim] = z.shape as [number, number, number];
  const rows = tf.reshape(l2Normalize(tf.reshape(z, [heads * batch, dim])), [heads, batch, dim]);
  return tf.reshape(tf.transpose(rows, [1, 0, 2]), [batch, heads * dim]);
}
