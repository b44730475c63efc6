import { COLLAPSED_BELOW } from '@amcl/results';

/**
 * What to say when the embeddings begin to collapse, null where they do not: once for each time that the mean of an epoch
 * falls below the limit.
 * @param std `embeddingStd`, mean over the epoch
 * @param before that of the epoch before, null at the first
 */
export function collapseWarning(std: number, before: number | null): string | null {
  const began = std < COLLAPSED_BELOW && (before === null || before >= COLLAPSED_BELOW);
  if (!began) return null;
  return (
    `the embeddings are collapsing: their standard deviation per dimension is ${std.toFixed(2)} of that of a uniform direction. ` +
    'What the encoder learns so is of little use: lower pretrain.optimizer.lr, or lengthen pretrain.schedule.warmupEpochs.'
  );
}
