import { digest, type StageOutput } from '@amcl/artifacts';
import { sectionSchemas, type Experiment, type SectionName } from '@amcl/experiment';
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
  /** Null where it decides nothing. */
  seed: z.int().nullable(),
  /** The settings, every default spelled out. */
  section: z.unknown(),
  /** When the work was done, in UTC: `2026-11-26T01:50:00.000Z`. */
  finished: z.iso.datetime(),
});

export type WorkRecord = z.infer<typeof workRecordSchema>;

const runSchema = z.object({ work: workRecordSchema });

/** By what an output was made; null in one of an earlier version, which did not say. */
export async function readWorkRecord(output: StageOutput<unknown>): Promise<WorkRecord | null> {
  return runSchema.safeParse(await output.record()).data?.work ?? null;
}

/**
 * The section by which an output was made, which the stage may have made from results (`Stage.adapt`), checked by the manifest's digest
 * of it; null where it is not noted, or not of this version.
 */
export async function readWorkSection<S extends SectionName>(
  output: StageOutput<unknown>,
  name: S,
): Promise<Experiment[S] | null> {
  const work = await readWorkRecord(output);
  const schema = sectionSchemas[name] as z.ZodType as z.ZodType<Experiment[S]>;
  const section = schema.safeParse(work?.section).data ?? null;
  return section !== null && digest({ seed: work?.seed, section }) === output.manifest.config ? section : null;
}
