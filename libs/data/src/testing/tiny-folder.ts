import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BlobStore, OutputFolder, StageOutput } from '@amcl/artifacts';
import { resolveExperiment, type DatasetSection, type ExperimentInput } from '@amcl/experiment';
import { ingestResultSchema, type IngestResult } from '@amcl/results';
import sharp from 'sharp';
import type { DataSets } from '../data-sets';
import { ingestDataSet } from '../ingest-data-set';

/** A folder for one test. */
export const temporary = (): string => mkdtempSync(join(tmpdir(), 'amcl-folder-'));

/** Writes files below a folder, with the folders that they need. */
export function writeFiles(root: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

/** An image of one colour but for its top left corner of 2 x 2, which is white. */
export function picture(colour: string, height = 12, width = 16): sharp.Sharp {
  const corner = { create: { width: 2, height: 2, channels: 3, background: '#fff' } } as const;
  return sharp({ create: { width, height, channels: 3, background: colour } }).composite([
    { input: corner, left: 0, top: 0 },
  ]);
}

export const jpeg = (colour: string, height?: number, width?: number): Promise<Buffer> =>
  picture(colour, height, width).jpeg({ quality: 95 }).toBuffer();

/** One file of each kind that folders are found to have. */
export async function kinds(): Promise<Record<string, Buffer>> {
  const rgb = await picture('#a05020').png().toBuffer();
  return {
    'alpha.png': await sharp(rgb).ensureAlpha(0.5).png().toBuffer(),
    'cmyk.jpg': await sharp(rgb).toColourspace('cmyk').jpeg().toBuffer(),
    'gray.JPEG': await sharp(rgb).toColourspace('b-w').jpeg().toBuffer(),
    // Its pixels are 16 x 12, a viewer turns them.
    'turned.jpeg': await sharp(rgb).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer(),
    'plain.webp': await sharp(rgb).webp().toBuffer(),
    'wide.gif': await sharp(rgb).resize(20, 8, { fit: 'fill' }).gif().toBuffer(),
    'deep.tiff': await sharp(rgb).toColourspace('rgb16').tiff().toBuffer(),
  };
}

/** What ingest is told, and what it says. */
export interface TinyIngest {
  readonly section: DatasetSection;
  readonly dataSets?: Partial<DataSets>;
  readonly messages?: string[];
  readonly signal?: AbortSignal;
}

/** Brings a data set into `<root>/out/e/ingest` as the stage would. */
export async function ingest(
  root: string,
  { section, dataSets, messages = [], signal = new AbortController().signal }: TinyIngest,
): Promise<StageOutput<IngestResult>> {
  const target = join(root, 'out', 'e', 'ingest');
  const store = new BlobStore(join(root, 'store'));
  const output = await OutputFolder.create(target, store);
  const context = {
    workspace: root,
    seed: 1,
    signal,
    output,
    onMessage: (text: string) => void messages.push(text),
    onDownload: () => undefined,
    onProgress: () => undefined,
  };
  try {
    const result = await ingestDataSet(section, context, dataSets);
    await output.commit({ stage: 'ingest', result }, {});
  } catch (error) {
    await output.discard();
    throw error;
  }
  return StageOutput.open(target, ingestResultSchema, store);
}

/** A section with its defaults. */
export function sectionOf(dataset: ExperimentInput['dataset']): DatasetSection {
  const small = { knn: { k: 1 }, batchSize: 2 };
  const shown = { similarity: { images: 2 }, map: { images: 0 }, neighbours: { images: 0, k: 1 } };
  return resolveExperiment(
    { dataset, pretrain: small, linearProbe: { ...small, ...shown }, augmentation: { contactSheet: { images: 1 } } },
    'experiment.ts',
  ).dataset;
}
