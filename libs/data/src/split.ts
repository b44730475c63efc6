import type { ImageShape } from './data-set';

/** A split of a data set: its images as pixels in memory, or as encoded files in shards on disk. */
export type Split = PixelSplit | EncodedSplit;

interface SplitHead {
  /** [n] */
  readonly labels: Int32Array;
  /** n */
  readonly count: number;
}

/** Images of one size, in memory. */
export interface PixelSplit extends SplitHead {
  readonly kind: 'pixels';
  /** [n, H, W, C], 0..255, over a `SharedArrayBuffer`: worker threads read the same memory. */
  readonly images: Uint8Array;
  readonly shape: ImageShape;
}

/** Images of any sizes, as encoded files in shards: `readEncoded` reads one. In memory are 24 bytes an image. */
export interface EncodedSplit extends SplitHead {
  readonly kind: 'encoded';
  /** Paths of the shards. */
  readonly shards: readonly string[];
  readonly table: EncodedTable;
}

/** Where each image lies and how large it is, [n] each, over `SharedArrayBuffer`s. */
export interface EncodedTable {
  /** Index into the shards. */
  readonly shard: Int32Array;
  /** First byte in the shard's file. */
  readonly offset: Float64Array;
  /** Bytes. */
  readonly length: Int32Array;
  /** Pixels, as a viewer shows it: after the EXIF orientation. */
  readonly height: Int32Array;
  readonly width: Int32Array;
}
