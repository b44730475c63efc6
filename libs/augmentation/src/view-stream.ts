import { randomStream, type RandomStream } from '@amcl/random';

/**
 * The random stream of a view: `view` 0 or 1 of image number `image` of the split, in `epoch`. The one place that says how
 * views are keyed, so that a stored view and one made while training are the same.
 */
export function viewStream(seed: number, epoch: number, image: number, view: number): RandomStream {
  return randomStream(seed, 'view', epoch, image, view);
}
