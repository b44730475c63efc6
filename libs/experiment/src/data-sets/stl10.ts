import { named, section, whole } from '../fields';
import { archiveSource, parts } from './data-set-fields';

/** STL-10 (Coates et al. 2011): 100,000 unlabelled images of 96 x 96, which pre-train, and 5,000 training and 8,000 test images in 10 classes. */
export const stl10Schema = section({
  name: named('stl10'),
  /** The official binary archive. */
  source: archiveSource('stl10_binary.tar.gz').default('file:data/stl10_binary.tar.gz'),
  ...parts('stl10'),
  /** Of the unlabelled images, drawn with the experiment's seed; `null` takes every one, 0 none: then the labelled ones pre-train. */
  unlabelled: whole({ min: 0, max: 100_000 }).nullable().default(null),
  /** Of the ten predefined folds of 1,000 training images each, the one whose labels are used; `null` uses all 5,000. */
  fold: whole({ min: 0, max: 9 }).nullable().default(null),
});
