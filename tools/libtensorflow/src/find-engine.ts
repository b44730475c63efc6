import type { BackendName, EngineIdentity, LibraryIdentity } from '@amcl/artifacts';
import {
  findCompiler,
  findPlatform,
  findPython,
  libraryPlace,
  locateLibrary,
  readRecord,
  requestedBackend,
  requestedLibrary,
  TFJS_VERSION,
  type LibraryChoice,
} from '@amcl/engine/library';
import { locateImagesAddon } from '@amcl/images/native';

/**
 * The engine to run on by `AMCL_BACKEND` and `AMCL_LIBTENSORFLOW`, as this machine has it now.
 * @returns null where it has to be provided first
 * @throws UserError if the request means nothing
 */
export async function findEngine(): Promise<EngineIdentity | null> {
  const requested = requestedBackend();
  if (requested === 'wasm' || requested === 'cpu') return engineIdentity(requested, null);
  const choice = requestedLibrary();
  const found = locateLibrary(choice);
  if (found !== null) return (await lacksDecoder()) ? null : engineIdentity('tensorflow', found.identity);
  const may = requested !== 'tensorflow' && choice !== 'gpu';
  return may && (await cannotProvide(choice)) ? engineIdentity('wasm', null) : null;
}

export function engineIdentity(backend: BackendName, library: LibraryIdentity | null): EngineIdentity {
  return { backend, tfjs: TFJS_VERSION, library };
}

/** Whether the decoder of images is to be made, too: a cache of before has the library and no decoder. */
async function lacksDecoder(): Promise<boolean> {
  return locateImagesAddon() === null && (await findCompiler()).command !== null;
}

/** Whether the machine lacks what `provideLibrary` needs. */
async function cannotProvide(choice: LibraryChoice): Promise<boolean> {
  const place = libraryPlace(choice);
  if (place === null || findPlatform(choice).command === null || (await findCompiler()).command === null) return true;
  const fetched = typeof choice !== 'string' || readRecord(place) !== null;
  return !fetched && (await findPython()).command === null;
}
