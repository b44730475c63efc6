import { createRequire } from 'node:module';

/**
 * The path of the program of a worker thread that makes views of pixels.
 * @param typescript whether it is TypeScript, as in this workspace: the published package is JavaScript
 */
export function pixelWorker(typescript: boolean): string {
  const require = createRequire(__filename);
  return typescript ? require.resolve('./view-worker.ts') : require.resolve('./view-worker.js');
}
