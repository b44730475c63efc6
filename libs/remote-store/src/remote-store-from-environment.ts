import type { RemoteStore } from '@amcl/artifacts';
import { HttpRemoteStore } from './http-remote-store';

/**
 * The team's cache, by the variables of Nx's own remote cache: `NX_SELF_HOSTED_REMOTE_CACHE_SERVER` and
 * `NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN`. Null where no server is named, or with `NX_SKIP_REMOTE_CACHE=true`.
 * @param say told in a line why the cache is not used any more
 * @param signal gives all transfers up
 */
export function remoteStoreFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
  signal?: AbortSignal,
): RemoteStore | null {
  const uri = env['NX_SELF_HOSTED_REMOTE_CACHE_SERVER'];
  if (!uri || env['NX_SKIP_REMOTE_CACHE'] === 'true') return null;
  return new HttpRemoteStore({ uri, token: env['NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN'] ?? '', say, signal });
}
