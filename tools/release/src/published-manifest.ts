import type { Manifest, Target } from './manifest';

/** What every package has beside its own: of the workspace's package.json. */
export type WorkspaceManifest = Pick<Manifest, 'engines'>;

/** Where the compiled `src` lies in a package. */
export const CODE_FOLDER = 'lib';

/** What serves only tests is not published. */
const isTesting = (target: Target) => typeof target === 'string' && target.startsWith('./src/testing/');

/**
 * The package.json of a published library: JavaScript with types in the place of TypeScript, versions in the place of `*`, and
 * nothing that concerns the workspace alone.
 *
 * @param versions of the libraries that are published, by name: all have the version of this release, and go together
 */
export function publishedManifest(
  source: Manifest,
  workspace: WorkspaceManifest,
  versions: ReadonlyMap<string, string>,
): object {
  const { name, version, description, license, dependencies = {}, peerDependencies, peerDependenciesMeta } = source;
  const entries = Object.entries(source.exports ?? {}).filter(([, target]) => !isTesting(target));
  const exports = Object.fromEntries(entries.map(([path, target]) => [path, compiled(target)]));
  return {
    name,
    version,
    description,
    license,
    engines: workspace.engines,
    files: [CODE_FOLDER],
    exports,
    // Tools that do not read `exports` yet.
    main: `./${CODE_FOLDER}/index.js`,
    types: `./${CODE_FOLDER}/index.d.ts`,
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([dependency, range]) => [dependency, versions.get(dependency) ?? range]),
    ),
    peerDependencies,
    peerDependenciesMeta,
    publishConfig: { access: 'public' },
  };
}

/** `./src/load/index.ts` -> its types and its JavaScript; other files stay. */
function compiled(target: Target): Target {
  if (typeof target !== 'string')
    throw new TypeError(`Expected a path in exports but received ${JSON.stringify(target)}`);
  const [, path] = /^\.\/src\/(.*)\.ts$/.exec(target) ?? [];
  if (path === undefined) return target;
  return { types: `./${CODE_FOLDER}/${path}.d.ts`, default: `./${CODE_FOLDER}/${path}.js` };
}
