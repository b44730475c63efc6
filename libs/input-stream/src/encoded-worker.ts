import { createRequire } from 'node:module';

/**
 * The path of the program of a worker thread that makes views of encoded images.
 * @param typescript whether it is TypeScript, as in this workspace: the published package is JavaScript
 */
export function encodedWorker(typescript: boolean): string {
  const require = createRequire(__filename);
  return typescript ? require.resolve('./encoded-view-worker.ts') : require.resolve('./encoded-view-worker.js');
}
