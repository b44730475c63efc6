import { safetensorsParts, type OutputFolder } from '@amcl/artifacts';
import type { SplitName } from '../data-set';
import type { ImageSink } from './image-sink';

const SHARD_BYTES = 64_000_000;

/** Writes the encoded files of a split as shards `<split>-<index>.safetensors`, with one shard in memory: `offsets`, `sizes`, `labels`, `bytes`. */
export class EncodedShardWriter implements ImageSink {
  readonly shards: string[] = [];
  private files: Uint8Array[] = [];
  private sizes: number[] = [];
  private labels: number[] = [];
  private bytes = 0;

  /** @param shardBytes of files in a shard, which ends before them unless a single file has more */
  constructor(
    private readonly output: Pick<OutputFolder, 'writeBlob'>,
    private readonly split: SplitName,
    private readonly shardBytes = SHARD_BYTES,
  ) {}

  async add(file: Uint8Array, { height, width }: { height: number; width: number }, label: number): Promise<void> {
    if (this.files.length > 0 && this.bytes + file.length > this.shardBytes) await this.finish();
    this.files.push(file);
    this.sizes.push(height, width);
    this.labels.push(label);
    this.bytes += file.length;
  }

  async finish(): Promise<void> {
    const { files, sizes, labels } = this;
    const count = files.length;
    if (count === 0) return;
    const bytes = Buffer.concat(files, this.bytes);
    const offsets = new BigInt64Array(count + 1);
    files.forEach((file, place) => (offsets[place + 1] = (offsets[place] ?? 0n) + BigInt(file.length)));
    [this.files, this.sizes, this.labels, this.bytes] = [[], [], [], 0];
    // The small tables first: who reads them does not read the files.
    const parts = safetensorsParts({
      offsets: { dtype: 'I64', shape: [count + 1], data: offsets },
      sizes: { dtype: 'I32', shape: [count, 2], data: Int32Array.from(sizes) },
      labels: { dtype: 'I32', shape: [count], data: Int32Array.from(labels) },
      bytes: { dtype: 'U8', shape: [bytes.length], data: bytes },
    });
    const name = `${this.split}-${this.shards.length}.safetensors`;
    await this.output.writeBlob(name, parts);
    this.shards.push(name);
  }
}
