import { z } from 'zod';

/** Linear probe and kNN of one encoder, on the test split. Accuracies in percent. */
export const evaluationSchema = z.strictObject({
  probe: z.strictObject({
    /** Of the last epoch. */
    top1: z.number(),
    top5: z.number(),
    perClass: z.array(z.number()),
    /** Counts, [true class][predicted class]. */
    confusion: z.array(z.array(z.int().nonnegative())),
    /** Mean training loss of each epoch. */
    loss: z.array(z.number()),
  }),
  knn: z.strictObject({ top1: z.number(), k: z.int().positive(), temperature: z.number() }),
});

/** Histograms of the cosine similarity of positive and negative pairs after the projection head. */
export const similaritySchema = z.strictObject({
  /** Bin edges from -1 to 1: one more than bins. */
  edges: z.array(z.number()),
  /** Share of the positive pairs in each bin; sums to 1. */
  positive: z.array(z.number()),
  negative: z.array(z.number()),
  /** Sum over the bins of the smaller share, 0..1. */
  overlap: z.number(),
});

/** What `linear-probe` hands on: the trained encoder measured beside the untrained one. */
export const linearProbeResultSchema = z.strictObject({
  trained: evaluationSchema,
  untrained: evaluationSchema,
  similarity: z.strictObject({ trained: similaritySchema, untrained: similaritySchema }),
});

export type Evaluation = z.infer<typeof evaluationSchema>;
export type Similarity = z.infer<typeof similaritySchema>;
export type LinearProbeResult = z.infer<typeof linearProbeResultSchema>;
