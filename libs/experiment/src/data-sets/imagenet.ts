import { choice, named, section } from '../fields';
import { fileSource, parts, revision } from './data-set-fields';

/** ImageNet (ILSVRC 2012): 1,281,167 training images in 1,000 classes; its 50,000 validation images are the test split, as in the field. */
export const imagenetSchema = section({
  name: named('imagenet'),
  /** A folder with `train/<wnid>/*.JPEG` and `val/<wnid>/*.JPEG`, as torchvision's ImageFolder and lightly read it. */
  source: fileSource('a folder with train/<class> and val/<class>').default('file:data/imagenet'),
  ...parts('imagenet'),
  /** A file that cannot be decoded is named and ends the ingest, or is left out. */
  onDamaged: choice(['stop', 'skip']).default('stop'),
  revision: revision(),
});
