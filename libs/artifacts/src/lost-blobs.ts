import type { BlobReference, BlobStore } from './blob-store';
import type { Manifest } from './manifest';

/** The large files of an output that are missing or damaged in the store, by their names. */
export async function lostBlobs(
  { files }: Pick<Manifest, 'files'>,
  store: BlobStore,
): Promise<readonly (readonly [name: string, blob: BlobReference])[]> {
  const blobs = Object.entries(files).filter(([, { blob }]) => blob);
  const whole = await Promise.all(blobs.map(([, blob]) => store.has(blob)));
  return blobs.filter((_, index) => whole[index] !== true);
}
