import { createRequire } from 'node:module';
import { extname } from 'node:path';

/** The program of a worker thread, and Node's options for it. */
export interface WorkerFile {
  readonly filename: string;
  readonly execArgv: readonly string[];
}

/**
 * `view-worker.ts` with the hook that runs TypeScript where this file is TypeScript itself; in the published package, which is
 * JavaScript and has no hook, `view-worker.js`.
 */
export function workerFile(): WorkerFile {
  const require = createRequire(__filename);
  if (extname(__filename) !== '.ts') return { filename: require.resolve('./view-worker.js'), execArgv: [] };
  const { execArgv } = require('@amcl/register/thread') as { execArgv: readonly string[] };
  return { filename: require.resolve('./view-worker.ts'), execArgv };
}
