import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { nativeDecoder, readFixtures } from './testing/fixtures';

const fixtures = readFixtures().filter(({ file }) => /^\d+\.jpg$/.test(file));

/** Starts a worker that decodes every fixture. @returns the names of those that it decoded to PIL's pixels */
async function decodeInWorker(): Promise<string[]> {
  const worker = new Worker(require.resolve('./testing/decode-in-worker.ts'), {
    execArgv: ['-r', require.resolve('@amcl/register')],
    workerData: fixtures,
  });
  const [decoded] = (await once(worker, 'message')) as [string[]];
  await worker.terminate();
  return decoded;
}

it('decodes in several workers at once, and after they have ended', async () => {
  const all = fixtures.map(({ file }) => file);
  expect(all).toHaveLength(4);
  expect(await Promise.all([decodeInWorker(), decodeInWorker()])).toEqual([all, all]);
  expect(await decodeInWorker()).toEqual(all);
  expect(nativeDecoder()).not.toBeNull();
});
