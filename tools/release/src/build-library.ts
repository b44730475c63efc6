import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { Compiler } from './compiler';
import { readManifest, type Manifest } from './manifest';
import type { PublicLibrary } from './public-libraries';
import { CODE_FOLDER, publishedManifest } from './published-manifest';
import { sourceFiles } from './source-files';

/** Where builds lie: that of `libs/losses` in `<folder>/libs/losses`. */
export interface BuildOptions {
  readonly workspace: string;
  /** All that are published. */
  readonly libraries: readonly PublicLibrary[];
  readonly folder: string;
  /** For several libraries the same one. */
  readonly compiler?: Compiler;
}

/**
 * Builds the package of a library: JavaScript, declarations, README, licence, the files that the code opens, and a package.json for
 * npm. The libraries that it depends on must be built.
 *
 * @throws UserError when it does not compile, or a library that it depends on is not built
 */
export function buildLibrary(
  { root, manifest }: PublicLibrary,
  { workspace, libraries, folder, compiler = new Compiler() }: BuildOptions,
): void {
  const out = join(folder, root);
  const src = join(workspace, root, 'src');
  rmSync(out, { recursive: true, force: true });
  const { code, assets } = sourceFiles(src);
  const codeFolder = join(out, CODE_FOLDER);
  compiler.compile({
    workspace,
    src,
    files: code,
    out: codeFolder,
    declarations: declarations(manifest, libraries, folder),
  });
  for (const file of assets) copy(join(src, file), join(codeFolder, file));
  copy(join(workspace, root, 'README.md'), join(out, 'README.md'));
  copy(join(workspace, 'LICENSE'), join(out, 'LICENSE'));
  const versions = new Map(libraries.map((library) => [library.manifest.name, library.manifest.version]));
  const published = publishedManifest(manifest, readManifest(workspace), versions);
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}

/** Of every entry of the libraries that this one depends on, and of those behind them, whose types its own may name. */
function declarations(manifest: Manifest, libraries: readonly PublicLibrary[], folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const add = (dependencies: Manifest['dependencies']): void => {
    for (const { root, manifest } of libraries) {
      if (dependencies?.[manifest.name] === undefined || seen.has(manifest.name)) continue;
      seen.add(manifest.name);
      const built = join(folder, root);
      if (!existsSync(join(built, 'package.json')))
        throw new UserError(`Expected a build of ${manifest.name} in ${built}. Run: npx nx build ${manifest.name}`);
      for (const [path, target] of Object.entries(readManifest(built).exports ?? {}))
        if (typeof target !== 'string' && target['types'] !== undefined)
          found.set(`${manifest.name}${path.slice(1)}`, join(built, target['types']));
      add(manifest.dependencies);
    }
  };
  add(manifest.dependencies);
  return found;
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
