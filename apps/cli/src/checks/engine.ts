import { UserError } from '@amcl/artifacts';
import { openEngine, type Engine } from '@amcl/engine';
import { describeLibrary, requestedBackend } from '@amcl/engine/library';
import type { Check } from '../check';

const PROVIDE = 'Run: npx nx run libtensorflow:provide';

/** The backend that experiments run on, its library, device and threads. */
export async function checkEngine(): Promise<Check[]> {
  try {
    const engine = await openEngine({ backend: 'auto' });
    return [checkBackend(engine), await checkLibrary(), checkDevice(engine)];
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    // An error of the user's says itself what to do: provide the library, look after a GPU.
    return [{ name: 'Backend', state: 'failed', found, ...(error instanceof UserError ? {} : { fix: PROVIDE }) }];
  }
}

function checkBackend({ identity: { backend, tfjs } }: Engine): Check {
  const check = { name: 'Backend', found: `${backend}, tfjs ${tfjs}` };
  if (backend === 'tensorflow' || requestedBackend() === backend) return { ...check, state: 'ok' };
  return { ...check, state: 'warning', fix: `${backend} is many times slower than the native engine: see Library.` };
}

async function checkLibrary(): Promise<Check> {
  const { state, library, fix } = await describeLibrary();
  const name = 'Library';
  if (library !== null)
    return { name, state: 'ok', found: `${library.identity.name} ${library.identity.version}, ${library.library}` };
  if (fix === null) return { name, state: 'ok', found: 'none needed' };
  return {
    name,
    state: 'warning',
    found: `libtensorflow is ${state === 'missing' ? 'not provided' : 'not to be had here'}`,
    fix,
  };
}

function checkDevice({ device, threads }: Engine): Check {
  return { name: 'Device', state: 'ok', found: `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}` };
}
