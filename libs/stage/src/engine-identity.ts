import { readFile } from 'node:fs/promises';
import { UserError } from '@amcl/artifacts';
import { z } from 'zod';

/** Which engine decides the numbers: written to `.amcl/out/engine/engine.json` by `libtensorflow:provide`. */
export const engineIdentitySchema = z.strictObject({
  backend: z.enum(['tensorflow', 'wasm', 'cpu']),
  /** Version of tfjs. */
  tfjs: z.string(),
  /** The native library, of the tensorflow backend. */
  library: z.strictObject({ name: z.string(), version: z.string(), sha256: z.string() }).nullable(),
});

export type EngineIdentity = z.infer<typeof engineIdentitySchema>;

/** @throws UserError when no engine has been provided */
export async function readEngineIdentity(path: string): Promise<EngineIdentity> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new UserError(`No engine has been provided: ${path} is missing. Run: npx nx run libtensorflow:provide`);
  return engineIdentitySchema.parse(JSON.parse(text));
}
