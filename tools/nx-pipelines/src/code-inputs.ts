import type { ImportClosure } from '@amcl/sources';
import type { TargetConfiguration } from '@nx/devkit';

export type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** The files of a closure as inputs of a target. */
export function fileInputs({ files }: ImportClosure): Inputs {
  return files.map((file) => `{workspaceRoot}/${file}`);
}

/**
 * The npm packages of closures as an input of a target, which needs it even where there are none: Nx hashes every npm package of the workspace for a target
 * without this key, and does not look for it in the named inputs of other projects. A package that is not in the lockfile is left out: the
 * program itself fails on it.
 */
export function packageInputs(closures: readonly ImportClosure[], locked: ReadonlySet<string>): Inputs {
  const names = new Set(closures.flatMap(({ packages }) => packages).filter((name) => locked.has(name)));
  return [{ externalDependencies: [...names].sort() }];
}
