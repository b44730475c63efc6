import type { ImportClosure } from '@amcl/sources';
import type { TargetConfiguration } from '@nx/devkit';

export type Inputs = NonNullable<TargetConfiguration['inputs']>;

/**
 * The code of a target as its inputs: the files in the closures, and the npm packages. A package that is not in the lockfile is left out: the
 * program itself fails on it.
 */
export function codeInputs(closures: readonly ImportClosure[], locked: ReadonlySet<string>): Inputs {
  const files = unique(closures.flatMap((closure) => closure.files));
  const packages = unique(closures.flatMap((closure) => closure.packages)).filter((name) => locked.has(name));
  return [
    ...files.map((file) => `{workspaceRoot}/${file}`),
    // Without this key Nx would hash every npm package of the workspace.
    { externalDependencies: packages },
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
