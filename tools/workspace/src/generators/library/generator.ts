import type { GeneratorCallback, Tree } from '@nx/devkit';
import { generatedFiles } from '../../generated-files';
import { OWNERS_FILE, parseOwners, type Owners } from '../../owners/owners';
import { readLayers } from '../../read-layers';
import { workspacePackage, workspacePackages } from '../../workspace-package';
import { libraryFiles, libraryManifest, type Library } from './library-files';

/** Options of `nx g library <name> --owner <team> --layer <layer>`. */
export interface LibraryOptions {
  readonly name: string;
  /** A team that owns something already, with or without its organization: `kernels`; or a GitHub handle. */
  readonly owner: string;
  readonly layer: string;
  readonly description?: string;
}

const names = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Writes `libs/<name>`, and makes its owner known: in the table of owners, CODEOWNERS and docs/architecture.md.
 *
 * @returns what says how to go on, after the files are written
 * @throws Error when the name is no good or taken, or the layer or the owner is none
 */
export default function libraryGenerator(tree: Tree, options: LibraryOptions): GeneratorCallback {
  const { name, layer } = options;
  const packages = workspacePackages(tree.root);
  const layers = readLayers(tree.root);
  const owners = parseOwners(read(tree, OWNERS_FILE));
  if (!names.test(name))
    throw new Error(`Expected lower-case words joined by hyphens as the name of a library but received ${name}`);
  if (packages.some(({ root, scope }) => root === `libs/${name}` || scope === name))
    throw new Error(`Expected the name of a new library but ${name} is there already`);
  if (!layers.includes(layer))
    throw new Error(`Expected --layer to be one of ${layers.join(', ')} but received ${layer}`);
  const scopes = sorted({ ...owners.scopes, [name]: handleOf(options.owner, owners) });
  tree.write(OWNERS_FILE, `${JSON.stringify({ ...owners, scopes }, null, 2)}\n`);

  const library: Library = { name, layer, description: options.description ?? `What ${name} has to do` };
  for (const [file, text] of Object.entries(libraryFiles(library))) tree.write(`libs/${name}/${file}`, text);
  const all = [...packages, workspacePackage(`libs/${name}`, libraryManifest(library))];
  all.sort((a, b) => (a.root < b.root ? -1 : 1));
  const files = generatedFiles({ packages: all, layers, read: (file) => read(tree, file) });
  for (const [file, text] of Object.entries(files)) tree.write(file, text);
  const steps = [
    ['npm install', `links it, so that others can import @amcl/${name}`],
    [`npx vitest run libs/${name}`, 'runs its tests'],
    [`"@amcl/${name}": "*"`, 'goes to the dependencies of each package that imports it'],
  ] as const;
  const lines = steps.map(([step, what]) => `  ${step.padEnd(28 + name.length)}${what}`);
  return () => console.log(`\nlibs/${name} is there, with one function to replace. Next:\n${lines.join('\n')}`);
}

/** `kernels` -> `@amcl/kernels`, where such a team owns something. */
function handleOf(owner: string, { workspace, scopes }: Owners): string {
  if (owner.startsWith('@')) return owner;
  const known = [...new Set([workspace, ...Object.values(scopes)])].sort();
  const found = known.find((handle) => handle === `@${owner}` || handle.endsWith(`/${owner}`));
  if (found !== undefined) return found;
  throw new Error(`Expected --owner to be one of ${known.join(', ')}, or another GitHub handle, but received ${owner}`);
}

function read(tree: Tree, file: string): string {
  const text = tree.read(file, 'utf8');
  if (text === null) throw new Error(`Expected ${file}`);
  return text;
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
