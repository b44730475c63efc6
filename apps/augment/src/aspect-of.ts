import type { ImageSplit } from '@amcl/input-stream';

/** Width over height of what is shown of an image without a crop: all of it, or the largest centred square where each has its own size. */
export function aspectOf(split: ImageSplit): number {
  return split.kind === 'pixels' ? split.shape[1] / split.shape[0] : 1;
}
