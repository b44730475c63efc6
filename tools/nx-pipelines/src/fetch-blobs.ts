import { join } from 'node:path';
import { BlobStore, missingBlobs, type RemoteStore } from '@amcl/artifacts';

/**
 * Brings the blobs that an output names and that are not here: Nx's caches, of this machine and of others, have only links to them.
 * @returns a line of what was missing and what became of it; null where nothing was
 */
export async function fetchBlobs(
  workspace: string,
  experiment: string,
  stage: string,
  remote: RemoteStore,
): Promise<string | null> {
  const missing = await missingBlobs(join(workspace, '.amcl', 'out', experiment, stage));
  if (missing.length === 0) return null;
  const store = new BlobStore(join(workspace, '.amcl', 'store'));
  let bytes = 0;
  let left = 0;
  for (const blob of missing) {
    if (await store.fetch(blob, remote)) bytes += blob.bytes;
    else left++;
  }
  const task = `${experiment}:${stage}`;
  if (left === 0) return `${task}: fetched ${(bytes / 1e6).toFixed(1)} MB from ${remote.uri}`;
  return `${task}: ${left} of its large files are neither here nor at ${remote.uri}. Make them again: npx nx run ${task} --skip-nx-cache`;
}
