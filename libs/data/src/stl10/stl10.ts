import { UserError } from '@amcl/artifacts';
import type { DatasetSection } from '@amcl/experiment';
import { checkBalance } from '../check-labels';
import { SPLIT_NAMES, type DataSet, type ImagePart, type SplitName } from '../data-set';
import { localFile } from '../local-file';
import { planarImages, recordBytes, type PlanarLayout } from '../planar-images';
import { scanPieces, type Wanted } from '../read-archive';
import { IMAGE_FILES, OFFICIAL_EDITION, SHAPE, type Edition } from './edition';
import { readSmallFiles } from './small-files';

type Stl10Section = Extract<DatasetSection, { name: 'stl10' }>;

const URL = 'http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz';
const OFFICIAL = { title: 'the STL-10 binary archive', url: URL };
const MEND = `Fetch it again: ${URL}`;

/** An image is its red, green and blue planes, each a column after the other. */
const LAYOUT: PlanarLayout = { shape: SHAPE, header: 0, order: 'columns' };

/** Images of a part: 10 MB. */
const PER_PART = 360;

/** @param edition the real one; tests make small ones */
export function createStl10(edition: Edition): DataSet<Stl10Section> {
  return {
    open: async ({ source, fold, unlabelled }, context) => {
      const path = await localFile(source, OFFICIAL, context);
      const { classNames, labels, folds } = await readSmallFiles(path, edition, MEND);
      const head = { name: 'stl10', classNames, labels };
      checkBalance(head, { train: edition.images.train / 10, test: edition.images.test / 10 });
      const chosen = fold === null ? null : (folds[fold] ?? missingFold(fold, folds.length, path));
      const splits = SPLIT_NAMES.filter((split) => split !== 'unlabelled' || unlabelled !== 0);
      const bytes = recordBytes(LAYOUT);
      const wanted: Wanted = {
        names: splits.map((split) => IMAGE_FILES[split]),
        sizes: new Map(splits.map((split) => [IMAGE_FILES[split], edition.images[split] * bytes])),
        md5s: edition.md5s,
        mend: MEND,
        pieceBytes: PER_PART * bytes,
      };
      return {
        ...head,
        labels: {
          ...labels,
          train: chosen === null ? labels.train : Uint8Array.from(chosen, (index) => labels.train[index] ?? 0),
        },
        unlabelled: unlabelled === 0 ? 0 : edition.images.unlabelled,
        shape: SHAPE,
        partCount: splits.reduce((sum, split) => sum + Math.ceil(edition.images[split] / PER_PART), 0),
        parts: () => readParts(path, wanted, splits, chosen),
      };
    },
  };
}

/** The large files in the archive's order, so that it is read once. */
async function* readParts(
  path: string,
  wanted: Wanted,
  splits: readonly SplitName[],
  fold: Uint32Array | null,
): AsyncGenerator<ImagePart, void, undefined> {
  const left = new Set(splits);
  for await (const { name, bytes, offset, isLast } of scanPieces(path, wanted)) {
    const split = splits.find((one) => IMAGE_FILES[one] === name);
    if (split === undefined) continue;
    const start = offset / recordBytes(LAYOUT);
    yield {
      split,
      images: planarImages(split === 'train' && fold !== null ? taken(bytes, start, fold) : bytes, LAYOUT),
    };
    if (isLast) left.delete(split);
    if (left.size === 0) return;
  }
  throw new UserError(
    `Expected files ${[...left].map((split) => IMAGE_FILES[split]).join(', ')} in ${path} but it has none. ${MEND}`,
  );
}

/** The records of a fold's images. */
function taken(records: Uint8Array, start: number, fold: Uint32Array): Uint8Array {
  const bytes = recordBytes(LAYOUT);
  const end = start + records.length / bytes;
  const chosen = fold.filter((index) => index >= start && index < end);
  return Buffer.concat(
    Array.from(chosen, (index) => records.subarray((index - start) * bytes, (index - start + 1) * bytes)),
  );
}

function missingFold(fold: number, found: number, path: string): never {
  throw new UserError(`Expected a fold ${fold} (dataset.fold) in ${path} but it has ${found}. ${MEND}`);
}

/**
 * STL-10: 5,000 training and 8,000 test images of 96 x 96 in 10 classes, and 100,000 without a label, from the official binary archive.
 * Coates, Ng and Lee 2011, An Analysis of Single Layer Networks in Unsupervised Feature Learning: cite it. Its images come from ImageNet.
 */
export const stl10: DataSet<Stl10Section> = createStl10(OFFICIAL_EDITION);
