import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainWriteError, userCache, UserError } from '@amcl/artifacts';
import { cachedDownload, hashOfFile } from './cached-download';
import type { SourceContext } from './data-set';
import { npmOptions } from './npm-options';
import { saveStream } from './save-stream';

/** A file that lies on a server. */
export interface Mirror {
  /** `https://` or `http://`. */
  readonly url: string;
  /** Of the file, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** npm's `fetch-retries` and `fetch-retry-mintimeout`, in milliseconds. */
interface Retry {
  readonly retries?: number;
  readonly minTimeout?: number;
}

const HTTP_PARTIAL = 206;
const HTTP_BEYOND_THE_END = 416;

/**
 * A file from a server, with npm's settings of proxy, certificates, time-outs and retries, in the user's cache: {@link cachedDownload}.
 * A transfer that breaks off goes on where it was, as often as npm's retries say, and then in the next run; where the server cannot do
 * that, it begins again.
 * @param title of the file, for the errors: `the CIFAR-10 binary archive`
 * @throws UserError naming URL and file when it cannot be fetched, or is another one
 */
export async function fetchMirror({ url, sha256 }: Mirror, title: string, context: SourceContext): Promise<string> {
  const path = join(userCache(), 'downloads', `${sha256}-${basename(new URL(url).pathname)}`);
  const fetch = (partial: string): Promise<void> => fetchTo(partial, { url, sha256 }, title, context);
  return cachedDownload({ path, algorithm: 'sha256', hash: sha256, expected: 'dataset.source.sha256', fetch }, context);
}

async function fetchTo(path: string, mirror: Mirror, title: string, context: SourceContext): Promise<void> {
  const wanted = `${title} from ${withoutLogIn(mirror.url)} (dataset.source)`;
  try {
    const resumed = await fetchPatiently(path, mirror.url, context);
    let found = await hashOfFile(path, 'sha256');
    if (found !== mirror.sha256 && resumed) {
      // What an earlier run left may have been of another file.
      await rm(path, { force: true });
      await fetchPatiently(path, mirror.url, context);
      found = await hashOfFile(path, 'sha256');
    }
    if (found === mirror.sha256) return;
    const { size } = await stat(path);
    await rm(path, { force: true });
    throw new UserError(
      `Expected ${wanted} to have sha256 ${mirror.sha256} but its ${size} bytes have ${found}. Correct the URL or the sha256.`,
    );
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof UserError || explainWriteError(error, path) !== error) throw error;
    throw new UserError(
      `Cannot fetch ${wanted}: ${error instanceof Error ? error.message : String(error)}. ` +
        `Check the URL, the network and npm's settings of proxies, then run the same command again.`,
      { cause: error },
    );
  }
}

/** @returns whether the file began with what an earlier run left */
async function fetchPatiently(path: string, url: string, context: SourceContext): Promise<boolean> {
  const npm = await npmOptions();
  const { retries = 0, minTimeout = 0 } = (npm['retry'] ?? {}) as Retry;
  const resumed = (await sizeOf(path)) > 0;
  for (let left = retries; ; left--) {
    try {
      await fetchRest(path, url, npm, context);
      return resumed;
    } catch (error) {
      context.signal.throwIfAborted();
      if (left <= 0 || error instanceof UserError || explainWriteError(error, path) !== error) throw error;
      await sleep(minTimeout, undefined, { signal: context.signal });
    }
  }
}

/** Fetches what `path` does not have yet; all of it where the server gives no parts. */
async function fetchRest(
  path: string,
  url: string,
  npm: Readonly<Record<string, unknown>>,
  context: SourceContext,
): Promise<void> {
  const { default: fetch } = await import('make-fetch-happen');
  const have = await sizeOf(path);
  const response = await fetch(url, {
    ...pick(npm, ['ca', 'cert', 'key', 'localAddress', 'maxSockets', 'noProxy', 'retry', 'strictSSL', 'timeout']),
    proxy: npm['httpsProxy'] ?? npm['proxy'],
    headers: have > 0 ? { range: `bytes=${have}-` } : {},
    compress: false, // an archive is wanted as it lies there, whatever encoding the server calls it
    signal: context.signal,
  });
  if (response.status === HTTP_BEYOND_THE_END) return; // the earlier part is all of it, or of another file: its sha256 says
  if (!response.ok) throw new UserError(refused(url, response));
  const from = response.status === HTTP_PARTIAL ? have : 0;
  const length = Number(response.headers.get('content-length') ?? 0);
  await saveStream(response.body, { path, from, total: from + length }, context);
  const size = await sizeOf(path);
  if (length > 0 && size < from + length)
    throw new Error(`the connection broke off after ${size} of ${from + length} bytes`);
}

function refused(url: string, { status, statusText }: { status: number; statusText: string }): string {
  return (
    `Expected a file at ${withoutLogIn(url)} (dataset.source) but the server answered ${status} ${statusText}. ` +
    `Correct the URL, or bring the file to this machine and set source: 'file:<its path>'.`
  );
}

function pick(settings: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, settings[name]]));
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function withoutLogIn(url: string): string {
  const shown = new URL(url);
  shown.username = shown.password = '';
  return shown.href;
}
