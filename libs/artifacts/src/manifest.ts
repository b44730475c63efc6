import { z } from 'zod';
import { engineIdentitySchema } from './engine-identity';

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
 * What a stage hands on: `manifest.json` of its output folder. It holds no time and no path of the machine, so that equal
 * work gives equal bytes and later stages are cache hits.
 */
export const manifestSchema = z.strictObject({
  schema: z.literal(1),
  stage: z.string(),
  /** Digest of the section and the seed. */
  config: sha256Schema,
  /** Digest of each manifest that the stage read, by its stage. */
  inputs: z.record(z.string(), sha256Schema),
  /** Identity of the engine, of the stages that use one. */
  engine: engineIdentitySchema.optional(),
  /** Versions of the npm packages that the stage's code imports. */
  packages: z.record(z.string(), z.string()),
  files: z.record(fileNameSchema, manifestFileSchema),
  result: z.unknown(),
});

/** A manifest whose `result` has been checked to be an `R`. */
export type Manifest<R = unknown> = Omit<z.infer<typeof manifestSchema>, 'result'> & { result: R };

/** What a stage says of itself when it commits its output: the manifest without the files. */
export type ManifestHead = Omit<Manifest, 'files' | 'schema'>;
