import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/**
 * A line of a spool: one thing to tell the server, with all it takes to tell it, its time included, so that telling it once
 * more changes nothing. The first line is `run`.
 */
export const spoolLineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('run'),
    /** Of this spool alone: a tag of the run, by which it is found again when the answer to its creation is lost. */
    id: z.string(),
    name: z.string(),
    /** Name of the MLflow experiment. */
    experiment: z.string(),
    /** Name of the parent run's spool; null for a parent. */
    parent: z.string().nullable(),
    /** The tag by which the parent run names this one. */
    link: z.string().nullable(),
    time: z.number(),
    tags: texts,
  }),
  z.strictObject({ kind: z.literal('params'), values: texts }),
  z.strictObject({ kind: z.literal('tags'), values: texts }),
  z.strictObject({
    kind: z.literal('metrics'),
    time: z.number(),
    step: z.int(),
    /** JSON has no NaN and no infinities: they are `'NaN'`, `'Infinity'`, `'-Infinity'`. */
    values: z.record(z.string(), z.union([z.number(), z.string()])),
  }),
  z.strictObject({
    kind: z.literal('dataset'),
    name: z.string(),
    digest: z.string(),
    sourceType: z.string(),
    source: z.string(),
    schema: z.string(),
    profile: z.string(),
    context: z.string(),
  }),
  /** A file of the spool, and its path among the run's artifacts. */
  z.strictObject({ kind: z.literal('artifact'), file: z.string(), path: z.string() }),
  /** A file of the spool, to be a logged model and a version of the registered model `registered`. */
  z.strictObject({
    kind: z.literal('model'),
    file: z.string(),
    path: z.string(),
    registered: z.string(),
    params: texts,
  }),
  /** Of a parent: the run of another spool, which did this part of the experiment. It is named by its key or its output. */
  z.strictObject({
    kind: z.literal('link'),
    tag: z.string(),
    key: z.string().nullable(),
    manifest: z.string().nullable(),
  }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.enum(['RUNNING', 'FINISHED', 'FAILED', 'KILLED']),
    time: z.number(),
    /** Digest of the output's manifest, of a work that is finished. */
    manifest: z.string().nullable(),
  }),
  /** Tells nothing: what was said before it needs not be said again. Of a parent. */
  z.strictObject({ kind: z.literal('once'), name: z.string(), values: z.record(z.string(), z.number()) }),
]);

export type SpoolLine = z.infer<typeof spoolLineSchema>;
export type LineOf<K extends SpoolLine['kind']> = Extract<SpoolLine, { kind: K }>;

/** The line that a text is; null where a full disk or a kill has cut it. */
export function parseLine(text: string): SpoolLine | null {
  try {
    return spoolLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** How many points of the server's a line holds. */
export function pointsOf(line: SpoolLine): number {
  return line.kind === 'metrics' ? Object.keys(line.values).length : 0;
}
