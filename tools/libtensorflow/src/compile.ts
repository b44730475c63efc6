import { dirname, join } from 'node:path';
import { NODE_API_VERSION } from '@amcl/engine/library';
import { MissingError } from './missing-error';
import { runCommand } from './run-command';

/** The sources of our own addons. */
export const OWN_SOURCES = join(__dirname, '..', 'native');

/** Kernels for CPUs with AVX2, which are chosen when they run. */
export const AVX2 = ['-O3', '-mavx2', '-mfma'];

const nodeHeaders = join(dirname(require.resolve('node-api-headers/package.json')), 'include');
const FLAGS = ['-std=c++17', '-O2', '-fPIC', `-DNAPI_VERSION=${NODE_API_VERSION}`, '-I', nodeHeaders];

/** Makes `target`, an object or an addon, by the compiler's arguments. @throws MissingError with the compiler's first complaint */
export async function compile(compiler: string, target: string, args: readonly string[]): Promise<void> {
  const result = await runCommand(compiler, [...FLAGS, '-o', target, ...args]);
  if (result.code === 0) return;
  const complaint = result.stderr.split('\n').find((line) => /error|cannot|undefined/i.test(line));
  throw new MissingError(`${compiler} could not compile: ${complaint ?? result.stderr.trim()}.`);
}
