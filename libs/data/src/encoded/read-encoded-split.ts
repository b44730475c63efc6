import { readTensors, UserError, type StageOutput, type TensorData } from '@amcl/artifacts';
import type { IngestResult } from '@amcl/results';
import type { EncodedSplit } from '../split';

/**
 * Finds the images of a split in its shards, whose tables alone are read.
 * @throws UserError naming the shard and the command that makes it again when it is missing or damaged
 */
export async function readEncodedSplit(
  output: Pick<StageOutput<IngestResult>, 'locate'>,
  { count, shards: names }: IngestResult['splits']['train'],
): Promise<EncodedSplit> {
  const int32 = (): Int32Array => new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));
  const offset = new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT));
  const table = { shard: int32(), offset, length: int32(), height: int32(), width: int32() };
  const labels = new Int32Array(count);
  const shards: string[] = [];
  let filled = 0;
  for (const name of names) {
    const path = await output.locate(name);
    const shard = await readTables(path, name);
    const images = shard.labels.length;
    if (filled + images > count) throw wrongCount(count, filled + images);
    labels.set(shard.labels, filled);
    for (let place = 0; place < images; place++) {
      const [from, to] = [Number(shard.offsets[place]), Number(shard.offsets[place + 1])];
      table.shard[filled + place] = shards.length;
      table.offset[filled + place] = shard.start + from;
      table.length[filled + place] = to - from;
      table.height[filled + place] = shard.sizes[2 * place] ?? 0;
      table.width[filled + place] = shard.sizes[2 * place + 1] ?? 0;
    }
    filled += images;
    shards.push(path);
  }
  if (filled !== count) throw wrongCount(count, filled);
  return { kind: 'encoded', shards, table, labels, count };
}

interface Tables {
  readonly offsets: BigInt64Array;
  readonly sizes: Int32Array;
  readonly labels: Int32Array;
  /** Of the tensor `bytes` in the file. */
  readonly start: number;
}

async function readTables(path: string, name: string): Promise<Tables> {
  const { tensors, places } = await readTensors(path, ['offsets', 'sizes', 'labels'], name);
  const { offsets, sizes, labels } = tensors;
  const { bytes } = places;
  const described = (tensor: TensorData | undefined): string => `${tensor?.dtype} [${tensor?.shape.join(', ')}]`;
  if (
    offsets?.dtype !== 'I64' ||
    sizes?.dtype !== 'I32' ||
    labels?.dtype !== 'I32' ||
    offsets.data.length !== labels.data.length + 1 ||
    sizes.data.length !== 2 * labels.data.length ||
    Number(offsets.data.at(-1)) !== bytes?.bytes
  )
    throw new UserError(
      `Expected offsets I64 [n + 1], sizes I32 [n, 2], labels I32 [n] and bytes U8 up to the last offset in shard ${name} but found ` +
        `${[offsets, sizes, labels].map(described).join(', ')} and ${bytes?.bytes} bytes.`,
    );
  return { offsets: offsets.data, sizes: sizes.data, labels: labels.data, start: bytes.start };
}

function wrongCount(expected: number, found: number): UserError {
  return new UserError(`Expected ${expected} images in the shards of a split but found ${found}.`);
}
