import { choice, named, section } from '../fields';
import { fileSource, parts, revision } from './data-set-fields';

/** Any folder of images: JPEG, PNG, WebP, GIF, AVIF or TIFF, of any sizes. They are kept as files, and decoded when they are seen. */
export const folderSchema = section({
  name: named('folder'),
  /** The labelled training images, `<class>/**` each; classes are numbered in the order of their names. */
  source: fileSource('a folder with a folder for each class'),
  /** The test images, of the same classes; `null` takes `holdOut` of the training images, which also take the place of a folder given here. */
  test: fileSource('a folder with a folder for each class').nullable().default(null),
  /** Images without a label, in any folders below, for pre-training; `null` pre-trains on the training images. */
  unlabelled: fileSource('a folder of images').nullable().default(null),
  ...parts('folder'),
  /** A file that cannot be decoded is named and ends the ingest, or is left out. */
  onDamaged: choice(['stop', 'skip']).default('stop'),
  revision: revision(),
});
