import { dirname, join } from 'node:path';

/**
 * The user's npm settings (registry, proxy, certificates, log-in, retries) as options for npm's libraries: from the
 * environment and from the `.npmrc` files of project, user and machine, as npm itself reads them.
 * Without npm's cache: what is fetched here has a place of its own.
 */
export async function npmOptions(): Promise<Record<string, unknown>> {
  const { default: Config } = await import('@npmcli/config');
  const { definitions, flatten, shorthands } = (await import('@npmcli/config/lib/definitions/index.js')).default;
  const npmPath = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm');
  // A copy of the environment: loading sets variables in it.
  const config = new Config({ definitions, shorthands, flatten, npmPath, argv: [], env: { ...process.env } });
  await config.load();
  return { ...config.flat, cache: undefined };
}
