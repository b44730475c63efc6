import type * as tf from '@tensorflow/tfjs-core';

const shown = (x: tf.Tensor): string => `[${x.shape.join(', ')}]`;

/**
 * The sizes that embeddings by head have in common.
 * @throws unless all are of one shape [C, B, D], none of them 0
 */
export function expectHeads(
  loss: string,
  embeddings: Readonly<Record<string, tf.Tensor>>,
): { heads: number; batch: number; dim: number } {
  const tensors = Object.values(embeddings);
  const [heads = 0, batch = 0, dim = 0, ...more] = tensors[0]?.shape ?? [];
  const same = tensors.every((x) => x.rank === 3 && x.shape[0] === heads && x.shape[1] === batch && x.shape[2] === dim);
  if (!same || more.length > 0 || heads * batch * dim === 0)
    throw new Error(
      `Expected tensors of one shape [C, B, D] for ${Object.keys(embeddings).join(', ')} of ${loss} ` +
        `but received ${tensors.map(shown).join(', ')}`,
    );
  return { heads, batch, dim };
}

/** @throws unless `beta` is 0 or above, and finite */
export function expectBeta(loss: string, beta: number): void {
  if (!(beta >= 0 && beta < Infinity))
    throw new Error(`Expected a number of at least 0 for beta of ${loss} but received ${beta}`);
}

/** @throws unless `hardest` is a whole number from 1 to the number of candidates, of which `meaning` tells what they are */
export function expectHardest(loss: string, hardest: number, candidates: number, meaning: string): void {
  if (!Number.isInteger(hardest) || hardest < 1 || hardest > candidates)
    throw new Error(
      `Expected a whole number from 1 to ${candidates}, the number of ${meaning}, for hardest of ${loss} but received ${hardest}`,
    );
}

/** @throws unless a temperature function gave one value for each of its pairs */
export function expectTemperatures(temperatures: tf.Tensor, shape: readonly number[]): void {
  if (temperatures.shape.join() !== shape.join())
    throw new Error(
      `Expected a tensor of shape [${shape.join(', ')}] for what temperature returns but received ${shown(temperatures)}`,
    );
}
