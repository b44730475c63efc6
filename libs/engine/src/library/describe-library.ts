import type { BackendName } from '@amcl/artifacts';
import { locateLibrary, type ProvidedLibrary } from './locate-library';
import { findCompiler, findPlatform, findPython, type Prerequisite } from './prerequisites';
import { requestedBackend, requestedLibrary, type LibraryChoice } from './requested';

/** How things stand with the native library, for a person to read. */
export interface LibraryDescription {
  backend: 'auto' | BackendName;
  choice: LibraryChoice;
  /** `not needed` where another backend is asked for; `missing` where it can be provided; else `impossible`. */
  state: 'ready' | 'not needed' | 'missing' | 'impossible';
  library: ProvidedLibrary | null;
  prerequisites: Prerequisite[];
  /** What to do; null where nothing falls short. */
  fix: string | null;
}

/** Looks at the machine, changes nothing. @throws UserError for values of the environment that mean nothing */
export async function describeLibrary(): Promise<LibraryDescription> {
  const backend = requestedBackend();
  const choice = requestedLibrary();
  const library = locateLibrary(choice);
  const tools = [findCompiler(), ...(typeof choice === 'string' ? [findPython()] : [])];
  const prerequisites = [findPlatform(choice), ...(await Promise.all(tools))];
  const lacking = prerequisites.filter(({ command }) => command === null);
  const needed = backend === 'auto' || backend === 'tensorflow';
  const state = !needed ? 'not needed' : library ? 'ready' : lacking.length === 0 ? 'missing' : 'impossible';
  const fixes = {
    ready: null,
    'not needed': null,
    missing: 'Run: npx nx run libtensorflow:provide',
    impossible: [...lacking.map(({ fix }) => fix), 'Then run: npx nx run libtensorflow:provide'].join(' '),
  };
  return { backend, choice, state, library, prerequisites, fix: fixes[state] };
}
