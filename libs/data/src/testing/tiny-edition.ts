import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { create } from 'tar';
import type { LabelledSplit, SourceContext } from '../data-set';
import type { Batch, Edition } from '../cifar10/edition';

/** Images of a batch of the small copy: two of each class. */
export const PER_BATCH = 20;

const BATCHES: readonly { split: LabelledSplit; name: string }[] = [
  { split: 'train', name: 'data_batch_1' },
  { split: 'train', name: 'data_batch_2' },
  { split: 'train', name: 'data_batch_3' },
  { split: 'test', name: 'test_batch' },
];

export const labelOf = (batch: number, image: number): number => (image * 3 + batch) % 10;
export const pixelOf = (batch: number, image: number, row: number, column: number, channel: number): number =>
  (batch * 31 + image * 7 + row * 5 + column * 3 + channel * 101 + ((row * column) % 13)) % 256;

/** A batch as official binary records, written out from their description: label, then 32 rows of red, of green, of blue. */
export function tinyRecords(batch: number): Uint8Array {
  const bytes: number[] = [];
  for (let image = 0; image < PER_BATCH; image++) {
    bytes.push(labelOf(batch, image));
    for (let channel = 0; channel < 3; channel++)
      for (let row = 0; row < 32; row++)
        for (let column = 0; column < 32; column++) bytes.push(pixelOf(batch, image, row, column, channel));
  }
  return Uint8Array.from(bytes);
}

/** A batch's pixels as [n, H, W, C], which is also the pixels of the package's PNG files. */
export function tinyImages(batch: number): Uint8Array {
  const bytes: number[] = [];
  for (let image = 0; image < PER_BATCH; image++)
    for (let row = 0; row < 32; row++)
      for (let column = 0; column < 32; column++)
        for (let channel = 0; channel < 3; channel++) bytes.push(pixelOf(batch, image, row, column, channel));
  return Uint8Array.from(bytes);
}

export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** CIFAR-10's formats with {@link PER_BATCH} images in each of four batches. */
export const tinyEdition: Edition = {
  batches: BATCHES.map(({ split, name }, batch): Batch => ({
    split,
    name,
    md5: md5Of(tinyRecords(batch)),
  })),
  perBatch: PER_BATCH,
  npm: { spec: 'tiny-cifar10@1.0.0', integrity: '', bytes: 0 },
};

/** Files of the official archive, which does not have the batches in order. */
export function archiveFiles(): Map<string, Uint8Array> {
  return new Map([
    ['data_batch_1.bin', tinyRecords(0)],
    ['batches.meta.txt', Buffer.from('airplane\n')],
    ['data_batch_3.bin', tinyRecords(2)],
    ['test_batch.bin', tinyRecords(3)],
    ['readme.html', Buffer.from('<html>')],
    ['data_batch_2.bin', tinyRecords(1)],
  ]);
}

/** Files of the npm package. */
export async function packageFiles(): Promise<Map<string, Uint8Array>> {
  const raw = { width: 1024, height: PER_BATCH, channels: 3 } as const;
  const png = (batch: number): Promise<Uint8Array> => sharp(tinyImages(batch), { raw }).png().toBuffer();
  const labels = (batches: readonly number[]): Uint8Array =>
    Buffer.from(
      JSON.stringify(
        batches.flatMap((batch) => Array.from({ length: PER_BATCH }, (_, image) => labelOf(batch, image))),
      ),
    );
  return new Map([
    ['package.json', Buffer.from('{"name":"tiny-cifar10","version":"1.0.0"}')],
    ['data_batch_1.png', await png(0)],
    ['data_batch_2.png', await png(1)],
    ['data_batch_3.png', await png(2)],
    ['test_batch.png', await png(3)],
    ['test_lables.json', labels([3])],
    ['train_lables.json', labels([0, 1, 2])],
  ]);
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'amcl-data-'));
}

/** Packs files, in their order, as `<folder>/<name>` into a `.tar.gz`. */
export async function makeArchive(
  path: string,
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<string> {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, folder));
  for (const [name, bytes] of files) writeFileSync(join(cwd, folder, name), bytes);
  await create(
    { file: path, cwd, gzip: true, portable: true },
    [...files.keys()].map((name) => `${folder}/${name}`),
  );
  return path;
}

/** A context that keeps what it is told. */
export function tinyContext(workspace: string): SourceContext & { messages: string[]; downloads: [number, number][] } {
  const messages: string[] = [];
  const downloads: [number, number][] = [];
  return {
    workspace,
    signal: new AbortController().signal,
    onMessage: (text) => void messages.push(text),
    onDownload: (done, total) => void downloads.push([done, total]),
    messages,
    downloads,
  };
}
