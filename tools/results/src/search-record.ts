import { z } from 'zod';

/** A trial of a search of hyper-parameters. */
export const trialSchema = z.strictObject({
  /** Settings by their paths. */
  point: z.record(z.string(), z.unknown()),
  /** Trained: fewer than asked for where the search stopped it. */
  epochs: z.int(),
  /** kNN top-1 of the last epoch, percent, on the images that the search measured on. */
  knnTop1: z.number(),
  stopped: z.boolean(),
});

/** What is kept of a finished search in `docs/results/<experiment>.json`. */
export const searchRecordSchema = z.strictObject({
  experiment: z.string(),
  evaluatedOn: z.enum(['test', 'held-out']),
  /** Images measured on. */
  images: z.int(),
  trials: z.array(trialSchema).min(1),
});

export type Trial = z.output<typeof trialSchema>;
export type SearchRecord = z.output<typeof searchRecordSchema>;

/** The trial that came to its end with the best kNN. */
export function bestTrial({ trials }: SearchRecord): Trial | undefined {
  return trials.filter(({ stopped }) => !stopped).sort((one, other) => other.knnTop1 - one.knnTop1)[0];
}
