import { safetensorsParts, type OutputFolder } from '@amcl/artifacts';
import type { ImageShape, SplitName } from './data-set';

/** Bytes of a full shard, about: 10,000 images of 32 x 32. */
const SHARD_BYTES = 30_720_000;

/** Images of a full shard of about `bytes`. */
export function imagesPerShard(shape: ImageShape, bytes = SHARD_BYTES): number {
  return Math.max(1, Math.floor(bytes / (shape[0] * shape[1] * shape[2])));
}

/** Writes a split as shards `<split>-<index>.safetensors`, with one shard's images in memory. */
export class ShardWriter {
  /** Files written so far, in order. */
  readonly shards: string[] = [];
  private readonly images: Uint8Array;
  private readonly labels: Int32Array;
  private readonly imageBytes: number;
  private filled = 0;

  /**
   * @param perShard images of a shard; the last one has what is left
   */
  constructor(
    private readonly output: Pick<OutputFolder, 'writeBlob'>,
    private readonly split: SplitName,
    private readonly shape: ImageShape,
    perShard: number,
  ) {
    this.imageBytes = shape[0] * shape[1] * shape[2];
    this.images = new Uint8Array(perShard * this.imageBytes);
    this.labels = new Int32Array(perShard);
  }

  /** Whether the next image needs a {@link flush} before it. */
  get isFull(): boolean {
    return this.filled === this.labels.length;
  }

  /** @param image [H, W, C] */
  add(image: Uint8Array, label: number): void {
    this.images.set(image, this.filled * this.imageBytes);
    this.labels[this.filled++] = label;
  }

  /** Writes the images added since the last shard, if there are any. */
  async flush(): Promise<void> {
    const n = this.filled;
    if (n === 0) return;
    this.filled = 0;
    const name = `${this.split}-${this.shards.length}.safetensors`;
    const images = this.images.subarray(0, n * this.imageBytes);
    const parts = safetensorsParts({
      images: { dtype: 'U8', shape: [n, ...this.shape], data: images },
      labels: { dtype: 'I32', shape: [n], data: this.labels.subarray(0, n) },
    });
    await this.output.writeBlob(name, parts);
    this.shards.push(name);
  }
}
