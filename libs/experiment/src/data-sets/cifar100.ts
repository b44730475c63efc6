import { named, section } from '../fields';
import { archiveSource, parts } from './data-set-fields';

/** CIFAR-100 (Krizhevsky 2009): 50,000 training and 10,000 test images of 32 x 32 in 100 classes (the fine labels). */
export const cifar100Schema = section({
  name: named('cifar100'),
  /** The official archive, binary or python. */
  source: archiveSource('cifar-100-binary.tar.gz or cifar-100-python.tar.gz').default(
    'file:data/cifar-100-binary.tar.gz',
  ),
  ...parts('cifar100'),
});
