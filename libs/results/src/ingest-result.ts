import { z } from 'zod';

const splitSchema = z.strictObject({
  /** Number of images. */
  count: z.int().positive(),
  /**
   * Files of the output, in order. Of images that are kept as pixels: safetensors with `images` U8 [n, H, W, C] and `labels` I32 [n]. Of
   * images that are kept as encoded files: `offsets` I64 [n + 1], where each begins in `bytes` and the last ends; `sizes` I32 [n, 2],
   * height and width as a viewer shows them, after the EXIF orientation; `labels` I32 [n]; `bytes` U8, the files one after the other.
   */
  shards: z.array(z.string()),
  /** Number of images of each class; none of unlabelled ones. */
  perClass: z.array(z.int().nonnegative()),
});

/** What `ingest` hands on: a data set as checked shards. */
export const ingestResultSchema = z.strictObject({
  dataset: z.string(),
  /** Height, width, channels; null where the images are kept as encoded files, each of a size of its own. */
  shape: z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]).nullable(),
  classNames: z.array(z.string()),
  /** Per-channel mean of the train split, pixels in 0..1. Of encoded files a sample of each image's pixels is counted. */
  mean: z.array(z.number()),
  /** Per-channel standard deviation of the train split, pixels in 0..1. */
  std: z.array(z.number()),
  /** What `splits.test` has: the data set's own test images, or held-out training images (`dataset.holdOut`). */
  evaluatedOn: z.enum(['test', 'held-out']),
  /** `unlabelled`: images that pre-train in place of `train`; null where there are none. Their shards' labels mean nothing. */
  splits: z.strictObject({ train: splitSchema, test: splitSchema, unlabelled: splitSchema.nullable() }),
  /** Files that could not be decoded and were left out (`dataset.onDamaged: 'skip'`): `train/<class>/<file>`, or the path in an archive. */
  damaged: z.array(z.string()),
});

export type IngestResult = z.infer<typeof ingestResultSchema>;
