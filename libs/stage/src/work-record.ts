import { z } from 'zod';

/**
 * `work` of a `run.json`: by what its output was made, for whoever asks whether it is still up to date. Nothing hashes it. Where the
 * output came from the store it is that of the run which made it.
 */
export const workRecordSchema = z.object({
  /** The stage key. */
  key: z.string(),
  /** Digest of the stage's code. */
  sources: z.string(),
  seed: z.int(),
  /** The settings, every default spelled out. */
  section: z.unknown(),
  /** When the work was done, in UTC: `2026-11-26T01:50:00.000Z`. */
  finished: z.iso.datetime(),
});

export type WorkRecord = z.infer<typeof workRecordSchema>;
