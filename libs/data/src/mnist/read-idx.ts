import { createHash } from 'node:crypto';
import { UserError } from '@amcl/artifacts';
import type { LabelledSplit } from '../data-set';
import { IMAGE_FILES, LABEL_FILES, SIDE, type Edition } from './edition';
import type { GrayImages } from './gray-images';

/** The first bytes say uint8 and the number of dimensions, each of which then has four, most significant first. */
const UINT8 = 0x0800;

/**
 * The images and labels of the four official files, unpacked.
 * @param bytesOf of a file, by its name
 * @param where the files are, for the errors
 * @param mend what to do about a wrong one, for the errors
 * @throws UserError naming file and offset where one is not the official one
 */
export function readIdx(
  edition: Edition,
  bytesOf: (name: string) => Uint8Array,
  where: string,
  mend: string,
): GrayImages {
  const read = (name: string, sizes: readonly number[]): Uint8Array => {
    const bytes = bytesOf(name);
    const file = `${name} in ${where}`;
    const items = payload(bytes, sizes, file, mend);
    const [expected, found] = [edition.md5s.get(name), createHash('md5').update(bytes).digest('hex')];
    if (found !== expected)
      throw new UserError(`Expected md5 ${expected} of ${file}, that of ${edition.title}, but found ${found}. ${mend}`);
    return items;
  };
  const imagesOf = (split: LabelledSplit) => read(IMAGE_FILES[split], [edition.images[split], SIDE, SIDE]);
  const labelsOf = (split: LabelledSplit) => read(LABEL_FILES[split], [edition.images[split]]);
  return {
    images: { train: imagesOf('train'), test: imagesOf('test') },
    labels: { train: labelsOf('train'), test: labelsOf('test') },
  };
}

/** What follows the header. */
function payload(bytes: Uint8Array, sizes: readonly number[], file: string, mend: string): Uint8Array {
  const header = 4 * (1 + sizes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  [UINT8 + sizes.length, ...sizes].forEach((expected, index) => {
    const found = bytes.length < 4 * index + 4 ? 'the end' : view.getUint32(4 * index);
    if (found !== expected)
      throw new UserError(`Expected ${expected} at byte ${4 * index} of ${file} but found ${found}. ${mend}`);
  });
  const size = header + sizes.reduce((product, one) => product * one, 1);
  if (bytes.length !== size)
    throw new UserError(`Expected ${size} bytes in ${file} but found ${bytes.length}. ${mend}`);
  return bytes.subarray(header);
}
