import { engineIdentitySchema, type StageOutput } from '@amcl/artifacts';
import { sectionSchemas, type Experiment, type SectionName } from '@amcl/experiment';
import { z } from 'zod';

/**
 * `work` of a `run.json`: by what its output was made, for whoever asks whether it is still up to date, and why not. Nothing hashes it, so
 * that what gives the same output again reruns no later stage. Where the output came from the store it is that of the run which made it.
 */
export const workRecordSchema = z.object({
  /** The stage key. */
  key: z.string(),
  /** Digest of the stage's code: a blob of the store, a `SourceList` of `@amcl/sources`. */
  sources: z.string(),
  /** Installed version of each npm package that the stage's code imports. */
  packages: z.record(z.string(), z.string()),
  /** Digest of each manifest that was read, by `inputName`. */
  inputs: z.record(z.string(), z.string()),
  /** Of a stage that uses one. */
  engine: engineIdentitySchema.optional(),
  /** Null where it decides nothing. */
  seed: z.int().nullable(),
  /** The settings, every default spelled out. */
  section: z.unknown(),
  /** When the work was done, in UTC: `2026-11-26T01:50:00.000Z`. */
  finished: z.iso.datetime(),
});

export type WorkRecord = z.infer<typeof workRecordSchema>;

const runSchema = z.object({ work: workRecordSchema });

/** `work` of what a `run.json` holds; null in one of an earlier version. */
export function parseWorkRecord(run: unknown): WorkRecord | null {
  return runSchema.safeParse(run).data?.work ?? null;
}

/** By what an output was made; null in one of an earlier version, which did not say. */
export async function readWorkRecord(output: StageOutput<unknown>): Promise<WorkRecord | null> {
  return parseWorkRecord(await output.record());
}

/** The section by which an output was made, which the stage may have made from results (`Stage.adapt`); null where it is not noted, or not of this version. */
export async function readWorkSection<S extends SectionName>(
  output: StageOutput<unknown>,
  name: S,
): Promise<Experiment[S] | null> {
  const work = await readWorkRecord(output);
  const schema = sectionSchemas[name] as z.ZodType as z.ZodType<Experiment[S]>;
  return schema.safeParse(work?.section).data ?? null;
}
