import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { CreateNodesResult } from '@nx/devkit';
import type { Inference } from '../create-nodes';
import { closureOfTests } from './closure-of-tests';
import { PackageImports } from './package-imports';
import { testTarget } from './test-target';

/**
 * Every package of the workspace with a `*.spec.ts` below its `src` has a target `test`, whose inputs follow from what its specs
 * import, and from what they run without importing it: the package's `nx.implicitDependencies`. What else they read is said by
 * `nx.targets.test.inputs` in its package.json, which Nx adds.
 */
export function testNodes(
  files: readonly string[],
  { workspaceRoot, scans, locked }: Inference,
): [string, CreateNodesResult][] {
  const imports = new PackageImports(workspaceRoot, scans);
  const packages = files.map((file) => [posix.dirname(file), readPackage(join(workspaceRoot, file))] as const);
  const rootOf = new Map(
    packages.flatMap(([root, { name, nx }]) => [[name, root] as const, [nx?.name, root] as const]),
  );
  return packages.flatMap(([root, { nx }]): [string, CreateNodesResult][] => {
    const file = `${root}/package.json`;
    if (!imports.hasSpecs(root)) return [];
    const runs = (nx?.implicitDependencies ?? []).flatMap((name) => rootOf.get(name) ?? []);
    const closure = closureOfTests(imports, root, runs);
    return [[file, { projects: { [root]: { root, targets: { test: testTarget(root, closure, locked) } } } }]];
  });
}

interface PackageJson {
  readonly name?: string;
  readonly nx?: { readonly name?: string; readonly implicitDependencies?: readonly string[] };
}

function readPackage(file: string): PackageJson {
  return JSON.parse(readFileSync(file, 'utf8')) as PackageJson;
}
