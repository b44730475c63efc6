import { sectionSchemas } from '@amcl/experiment';
import { z } from 'zod';

const byHead = z.array(z.number()).min(1).readonly();

/** A line of `metrics.jsonl`: a training step, or the kNN monitor after an epoch. */
export const metricSchema = z.union([
  z.strictObject({
    step: z.int(),
    epoch: z.int(),
    loss: z.number(),
    lr: z.number(),
    /**
     * The collapse monitor (arXiv 2011.10566, section 4.1): standard deviation of the normalised embeddings per dimension, times
     * the root of their number: 1 for directions spread uniformly, 0 where all are one.
     */
    embeddingStd: z.number(),
    /** Mean cosine similarity of positive pairs, and of each anchor with its hardest negatives; a method may have no negatives. */
    positiveSimilarity: z.number(),
    negativeSimilarity: z.number().optional(),
    /** Mean temperature of these pairs in each head; a global or fixed temperature is the same in all. Of AMCL. */
    positiveTemperatures: byHead.optional(),
    negativeTemperatures: byHead.optional(),
  }),
  z.strictObject({ step: z.int(), epoch: z.int(), knn: z.number() }),
]);

export type Metric = z.infer<typeof metricSchema>;

/** The line of a training step. */
export type StepMetric = Extract<Metric, { loss: number }>;

/** Embeddings with a standard deviation (`embeddingStd`) below this have collapsed: a cosine similarity of 0.99 on average. */
export const COLLAPSED_BELOW = 0.1;

const { method, amcl, encoder, init, batchSize } = sectionSchemas.pretrain.shape;

/** Of section `pretrain`, all that makes the networks and their first values; none is left to a default. */
export const networkSchema = z.strictObject({
  method: method.unwrap(),
  amcl: amcl.unwrap(),
  encoder: encoder.unwrap(),
  init: init.unwrap(),
  batchSize: batchSize.unwrap(),
});

export type NetworkDescription = z.infer<typeof networkSchema>;

/** What `pretrain` hands on: the encoder, what was trained with it, and how they came about. */
export const pretrainResultSchema = z.strictObject({
  network: networkSchema,
  /** Numbers that the encoder makes of an image. */
  features: z.int().positive(),
  /** On what and in what the encoder was trained: another processor or precision rounds otherwise. */
  computed: z.strictObject({ device: z.string(), precision: z.enum(['float32', 'bfloat16']) }),
  /** Trained, like the steps: fewer than those of the section where it was stopped. */
  epochs: z.int().positive(),
  steps: z.int().positive(),
  /** That the training was ended early: after which epoch, with which kNN (percent) at best, below which bar (`pretrain.knn.stopBelow`). */
  stopped: z.strictObject({ epoch: z.int().positive(), best: z.number(), below: z.number() }).nullable(),
  loss: z.strictObject({ first: z.number(), last: z.number() }),
  /** The collapse monitor, mean over the last epoch; below `COLLAPSED_BELOW` the encoder is of little use. */
  embeddingStd: z.strictObject({ last: z.number() }),
  /** kNN top-1 in percent on ingest's split `test`, by the number of epochs trained. */
  knn: z.array(z.strictObject({ epoch: z.int().nonnegative(), top1: z.number() })),
  /** The sha256 of the ways in which the steps were computed (`pretrain.autotune`); null where nothing was chosen: all the default ones. */
  kernels: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  files: z.strictObject({
    /** Safetensors with torchvision's names. */
    encoder: z.string(),
    /** Safetensors of all else that was trained: projection heads and the like, with lightly's names, and the temperature network. */
    heads: z.string(),
    /** JSON lines, each a `Metric`. */
    metrics: z.string(),
  }),
});

export type PretrainResult = z.infer<typeof pretrainResultSchema>;
