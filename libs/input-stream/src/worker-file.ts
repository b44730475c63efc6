import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type { ImageSplit } from './view-maker';

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
  const require = createRequire(__filename);
  const pixels = kind === 'pixels';
  if (extname(__filename) !== '.ts') {
    const filename = pixels ? require.resolve('./view-worker.js') : require.resolve('./encoded-view-worker.js');
    return { filename, execArgv: [] };
  }
  const { execArgv } = require('@amcl/register/thread') as { execArgv: readonly string[] };
  const filename = pixels ? require.resolve('./view-worker.ts') : require.resolve('./encoded-view-worker.ts');
  return { filename, execArgv };
}
