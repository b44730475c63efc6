import { z } from 'zod';
import { sha256 } from './digest';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A file's name in its folder, out of which it never leads: a manifest may come from another machine. */
const fileNameSchema = z
  .string()
  .refine((name) => name.split('/').every((part) => !['', '.', '..'].includes(part)), 'Expected a path in the folder');

/** A file of a stage's output. `blob`: it lies in the store, and the output folder holds a link. */
export const manifestFileSchema = z.strictObject({
  sha256: sha256Schema,
  bytes: z.int().nonnegative(),
  blob: z.boolean(),
});

/**
 * What a stage hands on: `manifest.json` of its output folder. It says what the output is, and nothing of when, where and by what it was made
 * (that is in `run.json`), so that equal outputs are equal bytes and later stages are cache hits.
 */
export const manifestSchema = z.strictObject({
  schema: z.literal(2),
  stage: z.string(),
  files: z.record(fileNameSchema, manifestFileSchema),
  result: z.unknown(),
});

/** A manifest whose `result` has been checked to be an `R`. */
export type Manifest<R = unknown> = Omit<z.infer<typeof manifestSchema>, 'result'> & { result: R };

/** What a stage says of itself when it commits its output: the manifest without the files. */
export type ManifestHead = Omit<Manifest, 'files' | 'schema'>;

/** The text of `manifest.json`. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Digest of `manifest.json`, by which later stages name it. */
export function manifestDigest(manifest: Manifest): string {
  return sha256(manifestText(manifest));
}
