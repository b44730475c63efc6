import * as tf from '@tensorflow/tfjs-core';
import { prefixed, specsOf, type Module } from '../module';

/**
 * `count` heads of the structure of `head`, each with weights of its own (AMCL, arXiv 2310.05615, section 3.2), named
 * `0.layers.0.weight`, `1.layers.0.weight`, ...: [B, F], shared by all heads, or [C, B, F], one each, -> [C, B, D].
 * @throws if `count` is no whole number of 1 or more, or the input has neither shape
 */
export function multiHead({ count, head }: { count: number; head: Module }): Module {
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`Expected a whole number of 1 or more for the count of heads but received ${count}`);
  const heads = Array.from({ length: count }, (_, index) => prefixed(`${index}.`, head));
  return {
    ...specsOf(heads),
    forward: (x, scope) => {
      const inputs = inputsOf(x, count);
      return tf.stack(heads.map((one, index) => one.forward(inputs[index] ?? x, scope)));
    },
  };
}

/** Each head's own input; none where all share x. */
function inputsOf(x: tf.Tensor, count: number): tf.Tensor[] {
  if (x.rank === 2) return [];
  // tfjs's gradient of unstack fails for a single part.
  if (x.rank === 3 && x.shape[0] === count) return count === 1 ? [tf.squeeze(x, [0])] : tf.unstack(x);
  throw new Error(
    `Expected shape [B, F] or [${count}, B, F] for the input of ${count} heads but received [${x.shape.join(', ')}]`,
  );
}
