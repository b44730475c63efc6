import type { OutputFolder } from '@amcl/artifacts';
import type { RgbImage } from '@amcl/images';
import type { ImageShape, SplitName } from '../data-set';
import { imagesPerShard, ShardWriter } from '../shard-writer';
import { EncodedShardWriter } from './encoded-shard-writer';

/** Where the images of a split go, in order. */
export interface ImageSink {
  /** Files of the output written so far. */
  readonly shards: readonly string[];
  add(file: Uint8Array, decoded: RgbImage, label: number): Promise<void>;
  /** Writes what is left. */
  finish(): Promise<void>;
}

/** @param keep the files as they are, or their pixels, of this shape each */
export function openSink(
  output: Pick<OutputFolder, 'writeBlob'>,
  split: SplitName,
  keep: 'files' | ImageShape,
  shardBytes?: number,
): ImageSink {
  if (keep === 'files') return new EncodedShardWriter(output, split, shardBytes);
  const writer = new ShardWriter(output, split, keep, imagesPerShard(keep, shardBytes));
  return {
    shards: writer.shards,
    add: async (_file, { pixels }, label) => {
      if (writer.isFull) await writer.flush();
      writer.add(pixels, label);
    },
    finish: () => writer.flush(),
  };
}
