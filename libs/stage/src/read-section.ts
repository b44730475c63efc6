import { readFile } from 'node:fs/promises';
import { parseJson, readPatiently, UserError } from '@amcl/artifacts';
import { sectionSchemas, sweepSchema, type Experiment, type SectionName, type SweepSettings } from '@amcl/experiment';
import { z } from 'zod';

/** A section of a resolved experiment, of one of its runs. */
export interface RunSection<S extends SectionName> {
  /** Of the run; null where the experiment has only one. */
  readonly name: string | null;
  readonly seed: number;
  readonly section: Experiment[S];
}

/** A section of all runs. */
export interface RunSections<S extends SectionName> {
  readonly runs: readonly RunSection<S>[];
  /** The sweep that makes settings from results while the stage works; null where all are known, which is the rule. */
  readonly sweep: SweepSettings | null;
}

/**
 * Reads the JSON that target `resolve` wrote: the section of each run, in order.
 * @throws UserError when it is missing or of another version
 */
export async function readSection<S extends SectionName>(
  path: string,
  name: S,
  experiment: string,
): Promise<RunSections<S>> {
  const section = sectionSchemas[name] as z.ZodType as z.ZodType<Experiment[S]>;
  const oneRun = z
    .strictObject({ seed: z.int(), section })
    .transform((run) => ({ runs: [{ name: null, ...run }], sweep: null }));
  const severalRuns = z.strictObject({
    runs: z.array(z.strictObject({ name: z.string(), seed: z.int(), section })).min(1),
    sweep: sweepSchema.nullable().default(null),
  });
  return readResolved<RunSections<S>>(path, z.union([oneRun, severalRuns]), experiment);
}

const runsSchema = z
  .array(z.strictObject({ name: z.string().nullable(), seed: z.int(), point: z.record(z.string(), z.unknown()) }))
  .min(1);

/** A run of an experiment: its name (null where it is the only one), its seed, and what its point of a sweep sets, by path. */
export type RunRecord = z.infer<typeof runsSchema>[number];

/**
 * The runs of an experiment, in order.
 * @param path of `runs.json`
 * @throws UserError when it is missing or of another version
 */
export function readRuns(path: string, experiment: string): Promise<readonly RunRecord[]> {
  return readResolved(path, runsSchema, experiment);
}

async function readResolved<T>(path: string, schema: z.ZodType<T>, experiment: string): Promise<T> {
  const again = `npx nx run ${experiment}:resolve --skip-nx-cache`;
  return readPatiently(async () => {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) throw new UserError(`${path} is missing. Make it: ${again}`);
    const parsed = schema.safeParse(parseJson(text));
    if (!parsed.success)
      throw new UserError(`${path} is not of this version. Make it again: ${again}\n${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}
