import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './parse-json';
import { UserError } from './user-error';

/** Where tensors live and ops run. */
export const BACKEND_NAMES = ['tensorflow', 'wasm', 'cpu'] as const;
export type BackendName = (typeof BACKEND_NAMES)[number];

/** Which native library a backend runs on. */
export const libraryIdentitySchema = z.strictObject({
  /** `tensorflow-cpu`, `tensorflow`, or `directory`. */
  name: z.string(),
  version: z.string(),
  /** Of the wheel; for a directory, of its libtensorflow_cc. */
  sha256: z.string(),
});

/** All that can change the numbers of a run on one kind of machine. The same everywhere: no paths, no times. */
export const engineIdentitySchema = z.strictObject({
  backend: z.enum(BACKEND_NAMES),
  /** Version of tfjs. */
  tfjs: z.string(),
  library: libraryIdentitySchema.nullable(),
});

export type LibraryIdentity = z.infer<typeof libraryIdentitySchema>;
export type EngineIdentity = z.infer<typeof engineIdentitySchema>;

/** Where `preflight` and `libtensorflow:provide` write the identity, from the workspace's root. */
export const ENGINE_IDENTITY_FILE = join('.amcl', 'out', 'engine', 'engine.json');

/**
 * The engine that `preflight` found last for a workspace.
 * @throws UserError if it has not run, or found that the engine has to be provided first
 */
export async function readEngineIdentity(workspace: string): Promise<EngineIdentity> {
  const path = join(workspace, ENGINE_IDENTITY_FILE);
  const parsed = engineIdentitySchema.safeParse(parseJson(await readFile(path, 'utf8').catch(() => '')));
  if (parsed.success) return parsed.data;
  throw new UserError(`Expected the engine's identity in ${path}. Run: npx nx run libtensorflow:provide`);
}
