import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const shares = z.array(z.number());

/** A histogram of the similarity of pairs: shares of the bins between `edges`. */
export const histogramSchema = z.strictObject({
  edges: z.array(z.number()),
  positive: shares,
  negative: shares,
  overlap: z.number(),
});

/** Accuracies in percent. */
const accuraciesSchema = z.strictObject({ knnTop1: z.number(), probeTop1: z.number() });

/** Steps whose temperatures are kept, beside the last one's: they change most in the first. */
export const TEMPERATURE_STEPS: readonly number[] = [1, 20, 80];

/** Mean temperature at a step of the training, of positive pairs and of hardest negatives where the method has any. */
const temperatureSchema = z.strictObject({ step: z.int(), positive: z.number(), negative: z.number().optional() });

/** A run: what was set other than in the experiment's other runs, and what came of it. */
export const runRecordSchema = z.strictObject({
  seed: z.int(),
  /** Of a sweep: settings by their paths. */
  point: z.record(z.string(), z.unknown()),
  trained: accuraciesSchema,
  untrained: accuraciesSchema,
  /** Of positive and negative similarity, by the experiment's recipe and by one to five augmentations. */
  overlap: z.number(),
  overlaps: z.array(z.number()),
  embeddingStd: z.number(),
  /** In order, the last step's at the end. Of AMCL; records of before it was kept have none. */
  temperatures: z.array(temperatureSchema).optional(),
  /** Wall time of all stages, and speed of the training; null where it is not known. */
  seconds: z.number().nullable(),
  viewsPerSecond: z.number().nullable(),
  device: z.string(),
  /** Of the manifests of ingest and pretrain: the data, and the encoder that was measured. */
  data: sha256,
  encoder: sha256,
});

/** What is kept of a finished experiment in `docs/results/<experiment>.json`. */
export const experimentRecordSchema = z.strictObject({
  experiment: z.string(),
  /** What accuracies are of: the test split, or held-out training images. */
  evaluatedOn: z.enum(['test', 'held-out']),
  /** Last day on which a stage was done. */
  finished: z.iso.date(),
  /** Every setting of the first run, by section and path. */
  settings: z.record(z.string(), z.record(z.string(), z.string())),
  runs: z.array(runRecordSchema).min(1),
  /** Mean over the runs of the first point, by one to five augmentations. */
  histograms: z.array(histogramSchema),
});

export type Histogram = z.output<typeof histogramSchema>;
export type RunRecord = z.output<typeof runRecordSchema>;
export type ExperimentRecord = z.output<typeof experimentRecordSchema>;
