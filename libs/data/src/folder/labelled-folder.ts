import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import type { SourceContext } from '../data-set';
import { listClasses, listImages } from './list-images';

/** Labels are kept in 16 bits. */
const MOST_CLASSES = 2 ** 16;

/** The images of a folder with a folder for each class. */
export interface LabelledFolder {
  readonly root: string;
  /** Names of the class folders, in byte order. */
  readonly classNames: readonly string[];
  /** Paths below the root: class after class, each in byte order. */
  readonly paths: readonly string[];
  /** Class of each. */
  readonly labels: Uint16Array;
  /** Files that are left out, of other kinds or beside the class folders. */
  readonly others: number;
}

/**
 * Lists `<root>/<class>/**`.
 * @param known the classes of the training images, of which a test folder must have no other; null for the training images themselves
 * @throws UserError when there is no class folder, one has no image, or a class is not among the known ones
 */
export async function labelledFolder(
  root: string,
  known: readonly string[] | null,
  { signal }: Pick<SourceContext, 'signal'>,
): Promise<LabelledFolder> {
  const { names, images } = await listClasses(root);
  if (names.length === 0)
    throw new UserError(
      `Expected a folder for each class in ${root}, as ${join(root, '<class>', 'image.jpg')}, but it has no folder${images > 0 ? `, only ${images} images` : ''}.`,
    );
  if (names.length > MOST_CLASSES)
    throw new UserError(`Expected at most ${MOST_CLASSES} classes in ${root} but it has ${names.length} folders.`);
  const unknown = known === null ? [] : names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new UserError(
      `Expected the classes of the training images in ${root} but ${unknown.slice(0, 5).join(', ')} ` +
        `${unknown.length === 1 ? 'is' : `(${unknown.length} in all) are`} none of them.`,
    );
  const classNames = known ?? names;
  const places = new Map(classNames.map((name, label) => [name, label]));
  const paths: string[] = [];
  const labels: number[] = [];
  let others = images;
  for (const name of names) {
    const found = await listImages(join(root, name), signal);
    if (found.paths.length === 0)
      throw new UserError(`Expected images of class ${name} but ${join(root, name)} has none. Remove it or fill it.`);
    const label = places.get(name) ?? 0;
    for (const path of found.paths) {
      paths.push(join(name, path));
      labels.push(label);
    }
    others += found.others;
  }
  return { root, classNames, paths, labels: Uint16Array.from(labels), others };
}
