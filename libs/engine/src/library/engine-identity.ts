import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '@amcl/artifacts';
import { BACKEND_NAMES } from './requested';

export const libraryIdentitySchema = z.strictObject({
  /** `tensorflow-cpu`, `tensorflow`, or `directory`. */
  name: z.string(),
  version: z.string(),
  /** Of the wheel; for a directory, of its libtensorflow_cc. */
  sha256: z.string(),
});

export const engineIdentitySchema = z.strictObject({
  backend: z.enum(BACKEND_NAMES),
  tfjs: z.string(),
  library: libraryIdentitySchema.nullable(),
});

export type LibraryIdentity = z.infer<typeof libraryIdentitySchema>;

/** All that can change the numbers of a run on one kind of machine. The same everywhere: no paths, no times. */
export type EngineIdentity = z.infer<typeof engineIdentitySchema>;

/** Where `libtensorflow:provide` writes the identity, from the workspace's root. */
export const IDENTITY_FILE = join('.amcl', 'out', 'engine', 'engine.json');

/**
 * The engine that `libtensorflow:provide` chose last for the workspace at `root`.
 * @throws UserError if it has not run, or the file is not its own
 */
export function readIdentity(root = process.cwd()): EngineIdentity {
  const path = join(root, IDENTITY_FILE);
  try {
    return engineIdentitySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new UserError(`Expected the engine's identity in ${path}. Run: npx nx run libtensorflow:provide`, {
      cause: error,
    });
  }
}
