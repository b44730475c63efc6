import { resolve } from 'node:path';
import { BACKEND_NAMES, UserError, type BackendName } from '@amcl/artifacts';

/** What the user asks of the engine: `cpu` and `gpu` are pinned wheels, anything else a folder with the library. */
export type LibraryChoice = 'cpu' | 'gpu' | { directory: string };

/** @returns `AMCL_BACKEND`, `auto` where it is not set. @throws UserError for any other value */
export function requestedBackend(): 'auto' | BackendName {
  const value = process.env['AMCL_BACKEND'] || 'auto';
  const found = ['auto' as const, ...BACKEND_NAMES].find((name) => name === value);
  if (found === undefined)
    throw new UserError(`Expected auto, ${BACKEND_NAMES.join(', ')} for AMCL_BACKEND but received ${value}`);
  return found;
}

/** @returns `AMCL_LIBTENSORFLOW`, `cpu` where it is not set; a relative folder is taken from the working directory. */
export function requestedLibrary(): LibraryChoice {
  const value = process.env['AMCL_LIBTENSORFLOW'] || 'cpu';
  return value === 'cpu' || value === 'gpu' ? value : { directory: resolve(value) };
}
