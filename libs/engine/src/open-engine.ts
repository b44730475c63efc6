import { UserError, type BackendName, type EngineIdentity, type LibraryIdentity } from '@amcl/artifacts';
import { openCpu, openWasm } from './backends/open-javascript';
import type { OpenBackend } from './backends/open-backend';
import { openTensorflow } from './backends/open-tensorflow';
import { locateLibrary, requestedBackend, TFJS_VERSION } from './library';

/** An opened backend, which is tfjs's global one. */
export interface Engine extends OpenBackend {
  identity: EngineIdentity;
}

/**
 * Opens a backend and makes it tfjs's global one. `auto` is `AMCL_BACKEND` where that is set, else tensorflow if
 * libtensorflow:provide has made it ready, else wasm. Only the packages of the backend chosen are loaded.
 * @throws UserError if tensorflow is asked for and was not provided, or cannot be loaded
 */
export async function openEngine({ backend }: { backend: 'auto' | BackendName }): Promise<Engine> {
  const requested = backend === 'auto' ? requestedBackend() : backend;
  if (requested === 'wasm') return engine('wasm', null, await openWasm());
  if (requested === 'cpu') return engine('cpu', null, await openCpu());
  const library = locateLibrary();
  if (library) return engine('tensorflow', library.identity, await openTensorflow(library));
  if (requested === 'auto') return engine('wasm', null, await openWasm());
  throw new UserError('The tensorflow backend has no library yet. Run: npx nx run libtensorflow:provide');
}

function engine(backend: BackendName, library: LibraryIdentity | null, opened: OpenBackend): Engine {
  return { identity: { backend, tfjs: TFJS_VERSION, library }, ...opened };
}
