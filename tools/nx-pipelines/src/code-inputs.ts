import { testGlobs, type ImportClosure } from '@amcl/sources';
import type { TargetConfiguration } from '@nx/devkit';

export type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * The code of a target as its inputs: the `src` of every package in the closures without tests, the files outside of these,
 * and the npm packages. A package that is not in the lockfile is left out: the program itself fails on it.
 */
export function codeInputs(closures: readonly ImportClosure[], locked: ReadonlySet<string>): Inputs {
  const roots = unique(closures.flatMap(({ projects }) => projects.map(({ root }) => root)));
  const files = unique(closures.flatMap((closure) => closure.files));
  const outside = files.filter((file) => !roots.some((root) => file.startsWith(`${root}/src/`)));
  const packages = unique(closures.flatMap((closure) => closure.packages)).filter((name) => locked.has(name));
  return [
    ...roots.map((root) => `{workspaceRoot}/${root}/src/**/*`),
    ...outside.map((file) => `{workspaceRoot}/${file}`),
    ...roots.flatMap((root) => testGlobs.map((glob) => `!{workspaceRoot}/${root}/src/${glob}`)),
    // Without this key Nx would hash every npm package of the workspace.
    { externalDependencies: packages },
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
