import { canonicalJson, UserError, type EngineIdentity } from '@amcl/artifacts';
import { openEngine, type Engine } from './open-engine';
import type { RequestedPrecision } from './precision/choose-precision';

/**
 * Opens the engine that `libtensorflow:provide` chose, whose identity is part of a stage's key.
 * @throws UserError if none was chosen, it cannot be opened, or the one here is another by now
 */
export async function openProvidedEngine(
  identity: EngineIdentity | null,
  precision?: RequestedPrecision,
): Promise<Engine> {
  const again = 'Run: npx nx run libtensorflow:provide';
  if (identity === null) throw new UserError(`No engine was chosen. ${again}`);
  const engine = await openEngine({ backend: identity.backend, precision });
  const [wanted, found] = [canonicalJson(identity), canonicalJson(engine.identity)];
  if (found !== wanted)
    throw new UserError(`Expected the engine ${wanted} but this machine has ${found} now. ${again}`);
  return engine;
}
