import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { packageName, scanModule } from '@amcl/sources';
import { readManifest, workspacePackages, type Manifest, type WorkspacePackage } from '../workspace-package';
import { codeFiles, isTest } from './code-files';

/** What runs the sources: a package has it for development only, also where its code starts a thread from source. */
const HOOK = '@amcl/register';

const builtins = new Set(builtinModules);

/**
 * What lint and the compiler do not see, or see only where they can resolve it: imports that reach into another package past its
 * `exports` (by name or by path), packages that the importing one does not declare, and declared ones that it does not use.
 * The code is that of libs, apps and tools, tests too, and the experiments, which extend each other by path.
 *
 * @returns lines `file:line: what is wrong, what to do`
 */
export function findImportProblems(workspace: string): string[] {
  const packages = workspacePackages(workspace);
  const byName = new Map(packages.map((one) => [one.manifest.name, one]));
  const root = readManifest(workspace);
  const experiments = existsSync(join(workspace, 'pipelines')) ? codeFiles(workspace, 'pipelines') : [];
  return [
    ...packages.flatMap((one) => ofPackage(workspace, one, byName, root)),
    ...experiments.flatMap((file) =>
      importsOf(workspace, file).flatMap(({ specifier, place }) => reach(specifier, file, place, 'pipelines', byName)),
    ),
  ];
}

function ofPackage(
  workspace: string,
  { root: folder, manifest }: WorkspacePackage,
  byName: ReadonlyMap<string, WorkspacePackage>,
  root: Manifest,
): string[] {
  const own = { ...manifest.dependencies, ...manifest.peerDependencies };
  const forTests = { ...own, ...manifest.devDependencies, ...root.devDependencies };
  const used = new Set<string>();
  const problems = codeFiles(workspace, folder).flatMap((file) =>
    importsOf(workspace, file).flatMap(({ specifier, place }) => {
      const name = importedPackage(specifier);
      const test = isTest(file);
      if (name === null || name === manifest.name) return reach(specifier, file, place, folder, byName);
      if (!test) used.add(name);
      const declared = name in (test || name === HOOK ? forTests : own);
      const where = `${test ? 'devDependencies' : 'dependencies'} of ${folder}/package.json`;
      return [
        ...(declared ? [] : [`${place}: ${name} is not declared. Add it to ${where}, then run: npm install`]),
        ...reach(specifier, file, place, folder, byName),
      ];
    }),
  );
  const idle = Object.keys(manifest.dependencies ?? {}).filter((name) => !used.has(name));
  return [
    ...problems,
    ...idle.map((name) => {
      const place = `${folder}/package.json:${lineOf(join(workspace, folder, 'package.json'), name)}`;
      return `${place}: ${name} is not imported by the code. Remove it, or make it a devDependency where tests use it`;
    }),
  ];
}

/** What is wrong with where an import reaches. */
function reach(
  specifier: string,
  file: string,
  place: string,
  folder: string,
  byName: ReadonlyMap<string, WorkspacePackage>,
): string[] {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    return target === folder || target.startsWith(`${folder}/`)
      ? []
      : [`${place}: ${specifier} leaves ${folder}. Import what another package exports, by the package's name`];
  }
  const name = importedPackage(specifier) ?? '';
  const entries = Object.keys(byName.get(name)?.manifest.exports ?? {});
  if (!byName.has(name) || entries.includes(`.${specifier.slice(name.length)}`)) return [];
  const known = entries.map((entry) => name + entry.slice(1)).join(', ') || 'nothing';
  return [`${place}: ${specifier} is not exported by ${name}. Export it from an index; it has ${known}`];
}

function importsOf(workspace: string, file: string): { specifier: string; place: string }[] {
  const path = join(workspace, file);
  const { imports, types } = scanModule(readFileSync(path, 'utf8'));
  return [...new Set([...imports.map(({ specifier }) => specifier), ...types])].map((specifier) => ({
    specifier,
    place: `${file}:${lineOf(path, specifier)}`,
  }));
}

/** The first line that has the name in quotes. */
function lineOf(path: string, name: string): number {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`)) + 1;
}

/** `@scope/name/sub` -> `@scope/name`; null for a path and for what Node has. */
function importedPackage(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return null;
  const name = packageName(specifier);
  return builtins.has(name) ? null : name;
}
