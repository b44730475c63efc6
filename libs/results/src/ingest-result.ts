import { z } from 'zod';

const splitSchema = z.strictObject({
  /** Number of images. */
  count: z.int().positive(),
  /** Files of the output, in order: safetensors with `images` U8 [n, H, W, C] and `labels` I32 [n]. */
  shards: z.array(z.string()),
  /** Number of images of each class. */
  perClass: z.array(z.int().nonnegative()),
});

/** What `ingest` hands on: a data set as checked shards. */
export const ingestResultSchema = z.strictObject({
  dataset: z.string(),
  /** Height, width, channels. */
  shape: z.tuple([z.int().positive(), z.int().positive(), z.int().positive()]),
  classNames: z.array(z.string()),
  /** Per-channel mean of the train split, pixels in 0..1. */
  mean: z.array(z.number()),
  /** Per-channel standard deviation of the train split, pixels in 0..1. */
  std: z.array(z.number()),
  splits: z.strictObject({ train: splitSchema, test: splitSchema }),
});

export type IngestResult = z.infer<typeof ingestResultSchema>;
