import { growingSets } from '@amcl/experiment';
import { z } from 'zod';
import { ingestResultSchema } from './ingest-result';

/** Linear probe and kNN of one encoder, on ingest's split `test`. Accuracies in percent. */
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

/** The trained encoder and a classifier, fine-tuned on the labelled images, on the test split. Accuracies in percent. */
export const fineTunedSchema = z.strictObject({
  /** Of the last epoch. */
  top1: z.number(),
  top5: z.number(),
  perClass: z.array(z.number()),
  /** Mean training loss of each epoch. */
  loss: z.array(z.number()),
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

/** How the embeddings of positive pairs lie on the unit sphere (arXiv 2005.10242). */
export const geometrySchema = z.strictObject({
  /** Mean squared distance of two views of an image, 0..4; the lower the nearer. */
  alignment: z.number(),
  /** Logarithm of the mean of exp(-2 d^2) over pairs of images, -8..0; the lower the more evenly spread. */
  uniformity: z.number(),
});

/** Similarity of pairs whose views are drawn with one to five augmentations, by the same networks. */
export const augmentationSimilaritySchema = z.strictObject({
  set: z.enum(growingSets),
  /** Operations of the set. */
  count: z.int().positive(),
  trained: similaritySchema,
  untrained: similaritySchema,
});

/** Test images on a plane by UMAP of the trained encoder's features: the i-th of `images` is at (x[i], y[i]). */
export const embeddingMapSchema = z.strictObject({
  /** Indices in ingest's split `test`. */
  images: z.array(z.int().nonnegative()),
  x: z.array(z.number()),
  y: z.array(z.number()),
});

/** The training images that are most similar to a test image by the trained encoder's features. */
export const neighboursSchema = z.strictObject({
  /** Index in ingest's split `test`. */
  image: z.int().nonnegative(),
  /** Nearest first: index in the train split, and cosine similarity. */
  nearest: z.array(z.strictObject({ image: z.int().nonnegative(), similarity: z.number() })),
});

/** What `linear-probe` hands on: the trained encoder measured beside the untrained one. */
export const linearProbeResultSchema = z.strictObject({
  /** Transfer (`linearProbe.dataset`): the data set of all that follows, whose shards are files of this output. Null: that of pre-training. */
  data: ingestResultSchema.nullable(),
  /** Training images whose labels were used (`linearProbe.labels`). */
  labelled: z.int().positive(),
  trained: evaluationSchema,
  untrained: evaluationSchema,
  /** Null: not asked for. */
  fineTuned: fineTunedSchema.nullable(),
  /** By the experiment's recipe. */
  similarity: z.strictObject({ trained: similaritySchema, untrained: similaritySchema }),
  /** In the order of `growingSets`. */
  augmentations: z.array(augmentationSimilaritySchema),
  /** Of the pairs of `similarity`. */
  geometry: z.strictObject({ trained: geometrySchema, untrained: geometrySchema }),
  /** Null: not asked for. */
  map: embeddingMapSchema.nullable(),
  /** Empty: not asked for. */
  neighbours: z.array(neighboursSchema),
});

export type Evaluation = z.infer<typeof evaluationSchema>;
export type FineTuned = z.infer<typeof fineTunedSchema>;
export type Similarity = z.infer<typeof similaritySchema>;
export type Geometry = z.infer<typeof geometrySchema>;
export type AugmentationSimilarity = z.infer<typeof augmentationSimilaritySchema>;
export type EmbeddingMap = z.infer<typeof embeddingMapSchema>;
export type Neighbours = z.infer<typeof neighboursSchema>;
export type LinearProbeResult = z.infer<typeof linearProbeResultSchema>;
