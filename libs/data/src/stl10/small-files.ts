import { UserError } from '@amcl/artifacts';
import type { LabelledSplit } from '../data-set';
import { scanPieces } from '../read-archive';
import { FOLDS_FILE, LABEL_FILES, NAMES_FILE, type Edition } from './edition';

const CLASSES = 10;

/** What the archive says of its images. */
export interface SmallFiles {
  readonly classNames: readonly string[];
  /** From 0, where the files count from 1. */
  readonly labels: Readonly<Record<LabelledSplit, Uint8Array>>;
  /** Images of `train` that each fold has, ascending. */
  readonly folds: readonly Uint32Array[];
}

/**
 * Reads the small files of the archive, up to the last of them: the large ones are passed over.
 * @throws UserError naming file and place where one is missing, or does not say what it should
 */
export async function readSmallFiles(path: string, edition: Edition, mend: string): Promise<SmallFiles> {
  const names = [LABEL_FILES.train, LABEL_FILES.test, NAMES_FILE, FOLDS_FILE];
  const files = new Map<string, Uint8Array>();
  for await (const { name, bytes } of scanPieces(path, { names, md5s: edition.md5s, mend })) {
    files.set(name, bytes);
    if (files.size === names.length) break;
  }
  const bytesOf = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new UserError(`Expected a file ${name} in ${path} but it has none. ${mend}`);
    return bytes;
  };
  const linesOf = (name: string): string[] =>
    Buffer.from(bytesOf(name))
      .toString('latin1')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const labelsOf = (split: LabelledSplit): Uint8Array =>
    labels(bytesOf(LABEL_FILES[split]), edition.images[split], `${LABEL_FILES[split]} in ${path}`);
  return {
    classNames: linesOf(NAMES_FILE),
    labels: { train: labelsOf('train'), test: labelsOf('test') },
    folds: linesOf(FOLDS_FILE).map((line, index) =>
      fold(line, edition, `line ${index + 1} of ${FOLDS_FILE} in ${path}`),
    ),
  };
}

function labels(bytes: Uint8Array, count: number, file: string): Uint8Array {
  if (bytes.length !== count) throw new UserError(`Expected ${count} labels in ${file} but found ${bytes.length}.`);
  const wrong = bytes.findIndex((label) => label < 1 || label > CLASSES);
  if (wrong !== -1)
    throw new UserError(`Expected a label from 1 to ${CLASSES} at byte ${wrong} of ${file} but found ${bytes[wrong]}.`);
  return bytes.map((label) => label - 1);
}

function fold(line: string, { perFold, images }: Edition, place: string): Uint32Array {
  const indices = line.split(/\s+/).map(Number);
  const wrong = indices.find((index) => !(Number.isInteger(index) && index >= 0 && index < images.train));
  if (wrong !== undefined || new Set(indices).size !== perFold)
    throw new UserError(
      `Expected ${perFold} different images from 0 to ${images.train - 1} in ${place} but found ` +
        `${wrong === undefined ? `${new Set(indices).size} of them` : String(wrong)}.`,
    );
  return Uint32Array.from(indices).sort();
}
