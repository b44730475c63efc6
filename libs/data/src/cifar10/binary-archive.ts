import { createHash } from 'node:crypto';
import { UserError } from '@amcl/artifacts';
import type { DataSource, ImagePart, SourceContext } from '../data-set';
import { localFile, type FileSource } from '../local-file';
import { readEntries, scanEntries, type Wanted } from '../read-archive';
import { joinLabels, type Edition } from './edition';
import { checkMd5, RECORD_BYTES, recordImages, recordLabels } from './records';

const ENDING = '.bin';
const URL = 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz';
const MEND = `Fetch it again: ${URL}`;

const OFFICIAL = { title: 'the CIFAR-10 binary archive', url: URL, otherwise: "set source: 'npm'" };

/**
 * The official binary archive, `cifar-10-binary.tar.gz`. All of it is read and checked before the first image is given.
 * @throws UserError naming file and offset when it is missing, truncated or not CIFAR-10
 */
export async function openBinaryArchive(
  source: FileSource,
  edition: Edition,
  context: SourceContext,
): Promise<Pick<DataSource, 'labels' | 'partCount' | 'parts'>> {
  const archive = await localFile(source, OFFICIAL, context);
  const { batches, perBatch } = edition;
  const wanted: Wanted = { names: batches.map(({ name }) => name + ENDING), size: perBatch * RECORD_BYTES, mend: MEND };
  const labels = await checkedLabels(archive, wanted, edition, context.signal);
  return {
    labels: joinLabels(batches, ({ name }) => labels.get(name + ENDING) ?? missing(name + ENDING, archive)),
    partCount: batches.length,
    parts: () => readParts(archive, wanted, edition),
  };
}

async function checkedLabels(
  archive: string,
  wanted: Wanted,
  { batches }: Edition,
  signal: AbortSignal,
): Promise<Map<string, Uint8Array>> {
  const labels = new Map<string, Uint8Array>();
  for await (const { name, bytes } of scanEntries(archive, wanted)) {
    signal.throwIfAborted();
    const file = `${name} in ${archive}`;
    labels.set(name, recordLabels(bytes, file));
    const found = createHash('md5').update(bytes).digest('hex');
    checkMd5(found, batches.find((batch) => batch.name + ENDING === name)?.md5 ?? '', file);
  }
  return labels;
}

async function* readParts(
  archive: string,
  wanted: Wanted,
  { batches }: Edition,
): AsyncGenerator<ImagePart, void, undefined> {
  let index = 0;
  for await (const { bytes } of readEntries(archive, wanted)) {
    const batch = batches[index++];
    if (batch !== undefined) yield { split: batch.split, images: recordImages(bytes) };
  }
}

function missing(name: string, archive: string): never {
  throw new UserError(`Expected a file ${name} in ${archive} but it has none. ${MEND}`);
}
