import { decodeSafetensors, UserError, type StageOutput } from '@amcl/artifacts';
import type { IngestResult } from '@amcl/results';
import type { ImageShape, SplitName } from './data-set';
import { readEncodedSplit } from './encoded/read-encoded-split';
import type { PixelSplit, Split } from './split';

/** What stage ingest, or another that brings a data set, wrote. */
export type IngestedData = Pick<StageOutput<IngestResult>, 'result' | 'read' | 'locate'>;

/** The images that pre-train: the unlabelled ones where the data set has any, else those of split `train`. */
export function pretrainSplitName({ splits }: IngestResult): 'unlabelled' | 'train' {
  return splits.unlabelled === null ? 'train' : 'unlabelled';
}

/**
 * Reads a split of what stage ingest wrote. Pixels are read into memory, a shard at a time, each checked against its sha256; of encoded files
 * only where they lie, in shards that are whole.
 * @throws UserError naming the shard and the command that makes it again when it is missing or damaged
 */
export async function readSplit(output: IngestedData, split: SplitName): Promise<Split> {
  const { shape, splits } = output.result;
  const written = splits[split];
  if (written === null) throw new UserError(`Expected images without a label in the data set but it has none.`);
  return shape === null ? readEncodedSplit(output, written) : readPixels(output, split, written, shape);
}

async function readPixels(
  output: IngestedData,
  split: SplitName,
  { count, shards }: IngestResult['splits']['train'],
  shape: ImageShape,
): Promise<PixelSplit> {
  const imageBytes = shape[0] * shape[1] * shape[2];
  const images = new Uint8Array(new SharedArrayBuffer(count * imageBytes));
  const labels = new Int32Array(count);
  let filled = 0;
  for (const name of shards) {
    const shard = decodeShard(await output.read(name), name, shape);
    if (filled + shard.labels.length > count) throw wrongCount(split, count, filled + shard.labels.length);
    images.set(shard.images, filled * imageBytes);
    labels.set(shard.labels, filled);
    filled += shard.labels.length;
  }
  if (filled !== count) throw wrongCount(split, count, filled);
  return { kind: 'pixels', images, labels, count, shape };
}

interface Shard {
  readonly images: Uint8Array;
  readonly labels: Int32Array;
}

function decodeShard(bytes: Uint8Array, name: string, shape: ImageShape): Shard {
  const { images, labels } = decodeSafetensors(bytes, name).tensors;
  const wanted = [labels?.shape[0], ...shape].join(' x ');
  if (images?.dtype !== 'U8' || labels?.dtype !== 'I32' || images.shape.join(' x ') !== wanted)
    throw new UserError(
      `Expected images U8 of ${wanted} and labels I32 in shard ${name} but found ${images?.dtype} of ${images?.shape.join(' x ')}.`,
    );
  return { images: images.data, labels: labels.data };
}

function wrongCount(split: SplitName, expected: number, found: number): UserError {
  return new UserError(`Expected ${expected} images in the shards of split ${split} but found ${found}.`);
}
