import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { EncodedSource, SourceContext, SplitName } from '../data-set';
import { labelledFolder, type LabelledFolder } from './labelled-folder';
import { listImages } from './list-images';

/** Folders of images on this machine. */
export interface Folders {
  /** Of the data set, for messages. */
  readonly name: string;
  readonly train: string;
  /** Null: there are no test images of their own. */
  readonly test: string | null;
  /** Null: there are none. */
  readonly unlabelled: string | null;
  readonly onDamaged: EncodedSource['onDamaged'];
}

/**
 * Lists the images of folders; none is read yet.
 * @throws UserError when a folder cannot be read or has no images, a class folder is empty, or the test images have a class that the
 * training images lack
 */
export async function folderSource(folders: Folders, context: SourceContext): Promise<EncodedSource> {
  const train = await labelledFolder(folders.train, null, context);
  const test = folders.test === null ? null : await labelledFolder(folders.test, train.classNames, context);
  const unlabelled = folders.unlabelled === null ? null : await unlabelledFolder(folders.unlabelled, context);
  const splits: Readonly<Record<SplitName, Pick<LabelledFolder, 'root' | 'paths' | 'others'> | null>> = {
    train,
    test,
    unlabelled,
  };
  for (const listed of Object.values(splits))
    if (listed !== null && listed.others > 0)
      context.onMessage(`${listed.root}: ${listed.others} files that are no images of a class are left out`);
  const pathOf = (split: SplitName, index: number): string => {
    const listed = splits[split];
    return join(listed?.root ?? '', listed?.paths[index] ?? '');
  };
  return {
    kind: 'encoded',
    name: folders.name,
    classNames: train.classNames,
    labels: { train: train.labels, test: test?.labels ?? new Uint16Array(0) },
    unlabelled: unlabelled?.paths.length ?? 0,
    keep: 'files',
    onDamaged: folders.onDamaged,
    nameOf: (split, index) => `${split}/${splits[split]?.paths[index] ?? ''}`,
    pathOf,
    read: (split, index) => readFile(pathOf(split, index)),
    close: () => Promise.resolve(),
  };
}

async function unlabelledFolder(
  root: string,
  { signal }: SourceContext,
): Promise<Pick<LabelledFolder, 'root' | 'paths' | 'others'>> {
  const { paths, others } = await listImages(root, signal);
  if (paths.length === 0) throw new UserError(`Expected images without a label in ${root} but it has none.`);
  return { root, paths, others };
}
