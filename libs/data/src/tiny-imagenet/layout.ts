import { UserError } from '@amcl/artifacts';
import type { LabelledSplit } from '../data-set';
import type { ZipArchive } from '../read-zip';

/** What an archive in the official layout says of its images. */
export interface TinyImagenetLayout {
  /** In the byte order of the wnids, as torchvision's ImageFolder numbers them. */
  readonly classNames: readonly string[];
  /** Files in the archive: class after class of the training images, in byte order; the validation images in byte order. */
  readonly paths: Readonly<Record<LabelledSplit, readonly string[]>>;
  readonly labels: Readonly<Record<LabelledSplit, Uint16Array>>;
}

const TRAIN = /^(?:[^/]+\/)?train\/(n\d+)\/images\/[^/]+\.JPEG$/;
const TEST = /^(?:[^/]+\/)?val\/images\/([^/]+\.JPEG)$/;

/**
 * Reads the official layout: `train/<wnid>/images/*.JPEG`, `val/images/*.JPEG` with their classes in `val/val_annotations.txt`, names of
 * the classes in `words.txt`.
 * @param archive its path, for the errors
 * @throws UserError naming what is missing
 */
export async function readLayout(zip: ZipArchive, archive: string): Promise<TinyImagenetLayout> {
  const text = async (name: string): Promise<string> => {
    const path = zip.names.find((found) => found === name || found.endsWith(`/${name}`));
    if (path === undefined) throw missing(name, archive);
    return Buffer.from(await zip.read(path)).toString();
  };
  const names = [...zip.names].sort((a, b) => (a < b ? -1 : 1)); // ASCII, all of them
  const train = names.flatMap((path) => ({ path, wnid: TRAIN.exec(path)?.[1] ?? '' })).filter(({ wnid }) => wnid);
  const wnids = [...new Set(train.map(({ wnid }) => wnid))];
  if (wnids.length === 0) throw missing('train/<wnid>/images/*.JPEG', archive);
  const labelOf = new Map(wnids.map((wnid, label) => [wnid, label]));
  const wnidOf = table(await text('val/val_annotations.txt'));
  const test = names.flatMap((path) => ({ path, file: TEST.exec(path)?.[1] ?? '' })).filter(({ file }) => file);
  const testLabels = test.map(({ file }) => {
    const label = labelOf.get(wnidOf.get(file) ?? '');
    if (label === undefined)
      throw new UserError(
        `Expected the class of ${file} in val/val_annotations.txt of ${archive} but found ${wnidOf.get(file) ?? 'none'}.`,
      );
    return label;
  });
  const words = table(await text('words.txt'));
  return {
    classNames: nameClasses(wnids, words),
    paths: { train: train.map(({ path }) => path), test: test.map(({ path }) => path) },
    labels: {
      train: Uint16Array.from(train, ({ wnid }) => labelOf.get(wnid) ?? 0),
      test: Uint16Array.from(testLabels),
    },
  };
}

/** The first word for each; those that share it have their wnid, too. */
function nameClasses(wnids: readonly string[], words: ReadonlyMap<string, string>): string[] {
  const names = wnids.map((wnid) => words.get(wnid)?.split(',')[0] ?? wnid);
  return names.map((name, label) =>
    names.filter((other) => other === name).length > 1 && name !== wnids[label] ? `${name} (${wnids[label]})` : name,
  );
}

/** The first two columns of lines separated by tabs. */
function table(text: string): Map<string, string> {
  const rows = text.split(/\r?\n/).map((line) => line.split('\t'));
  return new Map(rows.flatMap(([key, value]) => (key && value ? [[key, value] as const] : [])));
}

function missing(name: string, archive: string): UserError {
  return new UserError(`Expected ${name} in ${archive} but it has none. It is not Tiny-ImageNet's official archive.`);
}
