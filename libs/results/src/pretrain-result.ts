import { z } from 'zod';

/** A line of `metrics.jsonl`: a training step, or the kNN monitor after an epoch. */
export const metricSchema = z.union([
  z.strictObject({ step: z.int(), epoch: z.int(), loss: z.number(), lr: z.number() }),
  z.strictObject({ step: z.int(), epoch: z.int(), knn: z.number() }),
]);

export type Metric = z.infer<typeof metricSchema>;

/** What `pretrain` hands on: the encoder, its projection head, and how they came about. */
export const pretrainResultSchema = z.strictObject({
  method: z.string(),
  encoder: z.strictObject({ name: z.string(), stem: z.string(), width: z.number(), features: z.int().positive() }),
  epochs: z.int().positive(),
  steps: z.int().positive(),
  loss: z.strictObject({ first: z.number(), last: z.number() }),
  /** kNN top-1 in percent on the test split, by the number of epochs trained. */
  knn: z.array(z.strictObject({ epoch: z.int().nonnegative(), top1: z.number() })),
  files: z.strictObject({
    /** Safetensors with torchvision's names. */
    encoder: z.string(),
    /** Safetensors with lightly's names. */
    projectionHead: z.string(),
    /** JSON lines, each a `Metric`. */
    metrics: z.string(),
  }),
});

export type PretrainResult = z.infer<typeof pretrainResultSchema>;
