import { sectionSchemas } from '@amcl/experiment';
import { z } from 'zod';

/** What `augment` hands on: the recipe of the views, what they look like, and the stored ones if there are any. */
export const augmentResultSchema = z.strictObject({
  recipe: sectionSchemas.augmentation,
  /** Contact sheets, PNG files of the output. */
  sheets: z.array(z.strictObject({ name: z.string(), title: z.string() })),
  statistics: z.strictObject({
    images: z.int().positive(),
    views: z.int().positive(),
    /** Per-channel mean of the views before normalisation, in 0..1. */
    mean: z.array(z.number()),
    std: z.array(z.number()),
    /** Share of the views to which each operation was applied, 0..1. */
    shares: z.record(z.string(), z.number()),
  }),
  /** Stored views, null when they are made while training. Shards: safetensors with `views` U8 [n, 2, H, W, C]. */
  materialized: z.strictObject({ epochs: z.int().positive(), shards: z.array(z.string()) }).nullable(),
});

export type AugmentResult = z.infer<typeof augmentResultSchema>;
