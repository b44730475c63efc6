import { UserError } from '@amcl/artifacts';
import type { DataSource, ImagePart, LabelledSplit } from '../data-set';
import { planarImages, recordBytes } from '../planar-images';
import { readPieces, scanPieces, type Wanted } from '../read-archive';
import { recordLabels, type RecordFormat } from './records';

/** Images of a part. */
const PER_PART = 10_000;

/** A file of records in an archive. */
export interface RecordFile {
  readonly split: LabelledSplit;
  readonly name: string;
  readonly images: number;
  /** Of the file, where it is known. */
  readonly md5: string | null;
}

/** What an official binary archive has. */
export interface RecordArchive {
  readonly format: RecordFormat;
  /** In the data set's order. */
  readonly files: readonly RecordFile[];
  /** What to do when the archive is not whole, for the errors. */
  readonly mend: string;
}

/**
 * Opens an official binary archive of CIFAR. All of it is read and checked before the first image is given.
 * @throws UserError naming file and offset when it is truncated or has other files
 */
export async function openRecordArchive(
  path: string,
  { format, files, mend }: RecordArchive,
  signal: AbortSignal,
): Promise<Pick<DataSource, 'labels' | 'partCount' | 'parts'>> {
  const bytes = recordBytes(format);
  const wanted: Wanted = {
    names: files.map(({ name }) => name),
    sizes: new Map(files.map(({ name, images }) => [name, images * bytes])),
    md5s: new Map(files.flatMap(({ name, md5 }) => (md5 === null ? [] : [[name, md5]]))),
    mend,
    pieceBytes: PER_PART * bytes,
  };
  const labels = await checkedLabels(path, wanted, format, signal);
  const join = (split: LabelledSplit): Uint8Array =>
    Buffer.concat(
      files.filter((file) => file.split === split).flatMap(({ name }) => labels.get(name) ?? missing(name)),
    );
  const missing = (name: string): never => {
    throw new UserError(`Expected a file ${name} in ${path} but it has none. ${mend}`);
  };
  return {
    labels: { train: join('train'), test: join('test') },
    partCount: files.reduce((sum, { images }) => sum + Math.ceil(images / PER_PART), 0),
    parts: () => readParts(path, wanted, files, format),
  };
}

async function checkedLabels(
  archive: string,
  wanted: Wanted,
  format: RecordFormat,
  signal: AbortSignal,
): Promise<Map<string, Uint8Array[]>> {
  const labels = new Map<string, Uint8Array[]>();
  for await (const { name, bytes, offset } of scanPieces(archive, wanted)) {
    signal.throwIfAborted();
    const some = recordLabels(bytes, format, `${name} in ${archive}`, offset);
    labels.set(name, [...(labels.get(name) ?? []), some]);
  }
  return labels;
}

async function* readParts(
  archive: string,
  wanted: Wanted,
  files: readonly RecordFile[],
  format: RecordFormat,
): AsyncGenerator<ImagePart, void, undefined> {
  const splits = new Map(files.map(({ name, split }) => [name, split]));
  for await (const { name, bytes } of readPieces(archive, wanted))
    yield { split: splits.get(name) ?? 'train', images: planarImages(bytes, format) };
}
