import type { EngineIdentity } from '@amcl/artifacts';
import { locateLibrary, requestedBackend, requestedLibrary } from '@amcl/engine/library';
import { engineIdentity } from './find-engine';
import { MissingError } from './missing-error';
import { provideImages } from './provide-images';
import { provideLibrary } from './provide-library';

/**
 * The engine to run on by `AMCL_BACKEND` and `AMCL_LIBTENSORFLOW`, made ready, and the decoder of images beside it. Where `auto` cannot have tensorflow it
 * is wasm, and `say` is told why; where a JavaScript backend is asked for, nothing is fetched.
 * @throws UserError if tensorflow is asked for by name, or its library for GPUs, and cannot be had, or the request means nothing
 */
export async function chooseEngine(say: (line: string) => void): Promise<EngineIdentity> {
  const requested = requestedBackend();
  if (requested === 'wasm' || requested === 'cpu') {
    say(`AMCL_BACKEND=${requested}: no library is needed`);
    return engineIdentity(requested, null);
  }
  const choice = requestedLibrary();
  try {
    await provideImages(say);
    const start = performance.now();
    const found = locateLibrary(choice);
    const { identity: library } = found ?? (await provideLibrary(choice, say));
    const took = found ? '' : ` (${Math.round((performance.now() - start) / 1000)} s)`;
    say(`${library.name} ${library.version} is ready${took}`);
    return engineIdentity('tensorflow', library);
  } catch (error) {
    if (!(error instanceof MissingError) || requested === 'tensorflow' || choice === 'gpu') throw error;
    say(`${error.message} Going on with the wasm backend, which is much slower.`);
    return engineIdentity('wasm', null);
  }
}
