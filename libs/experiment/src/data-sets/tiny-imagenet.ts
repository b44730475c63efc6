import { choice, named, section } from '../fields';
import { archiveSource, parts } from './data-set-fields';

/** Tiny-ImageNet-200: 100,000 training images of 64 x 64 in 200 classes; its 10,000 validation images are the test split, as in the field. */
export const tinyImagenetSchema = section({
  name: named('tiny-imagenet'),
  /** The official archive. */
  source: archiveSource('tiny-imagenet-200.zip').default('file:data/tiny-imagenet-200.zip'),
  ...parts('tiny-imagenet'),
  /** A file that cannot be decoded is named and ends the ingest, or is left out. */
  onDamaged: choice(['stop', 'skip']).default('stop'),
});
