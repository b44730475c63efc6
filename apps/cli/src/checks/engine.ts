import { spawnSync } from 'node:child_process';
import { openEngine, type Engine } from '@amcl/engine';
import { locateLibrary, requestedBackend } from '@amcl/engine/library';
import type { Check } from '../check';

const PROVIDE = 'Run: npx nx run libtensorflow:provide';

/** The backend that experiments run on, its library, device and threads. */
export async function checkEngine(): Promise<Check[]> {
  try {
    const engine = await openEngine({ backend: 'auto' });
    return [checkBackend(engine), checkLibrary(engine), checkDevice(engine)];
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [{ name: 'Backend', state: 'failed', found, fix: PROVIDE }];
  }
}

function checkBackend({ identity: { backend, tfjs } }: Engine): Check {
  const check = { name: 'Backend', found: `${backend}, tfjs ${tfjs}` };
  if (backend === 'tensorflow' || requestedBackend() === backend) return { ...check, state: 'ok' };
  return { ...check, state: 'warning', fix: `${backend} is many times slower than the native engine: see Library.` };
}

function checkLibrary({ identity: { library } }: Engine): Check {
  if (library !== null) return { name: 'Library', state: 'ok', found: `${library.name} ${library.version}, ${locateLibrary()?.library ?? ''}` };
  const missing = [
    ...(answers('python3', ['-m', 'pip', '--version']) ? [] : ['Python 3 with pip']),
    ...(answers('g++', ['--version']) ? [] : ['g++']),
  ];
  if (requestedBackend() !== 'auto') return { name: 'Library', state: 'ok', found: 'none needed' };
  const fix = missing.length === 0 ? PROVIDE : `Install ${missing.join(' and ')}. Then run: npx nx run libtensorflow:provide`;
  return { name: 'Library', state: 'warning', found: 'libtensorflow is not provided', fix };
}

function checkDevice({ device, threads, warning }: Engine): Check {
  const check = { name: 'Device', found: `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}` };
  return warning === null ? { ...check, state: 'ok' } : { ...check, state: 'warning', fix: warning };
}

function answers(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
