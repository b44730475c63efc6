import { UserError } from '@amcl/artifacts';
import { hashOfFile } from '../cached-download';
import { openRecordArchive } from '../cifar/record-archive';
import type { DataSource } from '../data-set';
import { readPieces } from '../read-archive';
import { RECORD, SPLITS, type Edition } from './edition';

const NAMES = 'fine_label_names.txt';

type Opened = Pick<DataSource, 'classNames' | 'labels' | 'partCount' | 'parts'>;

/** The official binary archive: `train.bin` and `test.bin` in records, names of the classes a line each. */
export async function openBinaryArchive(
  path: string,
  { images, binaryMd5 }: Edition,
  mend: string,
  signal: AbortSignal,
): Promise<Opened> {
  const files = SPLITS.map((split) => ({ split, name: `${split}.bin`, images: images[split], md5: null }));
  const opened = await openRecordArchive(path, { format: RECORD, files, mend }, signal);
  const found = await hashOfFile(path, 'md5');
  if (found !== binaryMd5)
    throw new UserError(`Expected md5 ${binaryMd5} of ${path}, the official one, but found ${found}. ${mend}`);
  return { ...opened, classNames: await readNames(path, mend) };
}

async function readNames(path: string, mend: string): Promise<string[]> {
  for await (const { bytes } of readPieces(path, { names: [NAMES], mend }))
    return Buffer.from(bytes)
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '');
  return [];
}
