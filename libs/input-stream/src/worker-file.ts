import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type { ImageSplit } from './view-maker';
import * as workers from './workers-by-kind';

/** The program of a worker thread, and Node's options for it. */
export interface WorkerFile {
  readonly filename: string;
  readonly execArgv: readonly string[];
}

/**
 * The program that makes views of a kind of images: TypeScript, with the hook that runs it, where this file is TypeScript itself; in the
 * published package, which is JavaScript and has no hook, the same as JavaScript.
 */
export function workerFile(kind: ImageSplit['kind']): WorkerFile {
  const typescript = extname(__filename) === '.ts';
  const filename = workers[kind](typescript);
  if (!typescript) return { filename, execArgv: [] };
  const { execArgv } = createRequire(__filename)('@amcl/register/thread') as { execArgv: readonly string[] };
  return { filename, execArgv };
}
