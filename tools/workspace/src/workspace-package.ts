import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { workspaceProjects } from '@amcl/sources';

/** The parts of a package.json that matter here. */
export interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** A package of this workspace. */
export interface WorkspacePackage {
  /** Its folder, relative to the workspace: `libs/losses`. */
  readonly root: string;
  /** Its `scope:`, for which `.github/owners.json` names a team. */
  readonly scope: string;
  /** Its `type:`, for which eslint.config.mjs says what it may import. */
  readonly layer: string;
  readonly manifest: Manifest;
}

/** A package by its manifest. @throws UserError unless it has one tag `scope:` and one `type:` */
export function workspacePackage(root: string, manifest: Manifest): WorkspacePackage {
  const tag = (kind: string): string => {
    const found = manifest.nx?.tags?.filter((tag) => tag.startsWith(`${kind}:`)) ?? [];
    if (found.length !== 1 || found[0] === undefined)
      throw new UserError(
        `${root}/package.json: expected one tag ${kind}:... in nx.tags but received ${found.join(', ') || 'none'}`,
      );
    return found[0].slice(kind.length + 1);
  };
  return { root, scope: tag('scope'), layer: tag('type'), manifest };
}

/** The packages of a workspace, sorted by folder. @throws UserError where a tag is missing */
export function workspacePackages(workspace: string): WorkspacePackage[] {
  return workspaceProjects(workspace)
    .map(({ root }) => workspacePackage(root, readManifest(join(workspace, root))))
    .sort((a, b) => (a.root < b.root ? -1 : 1));
}

/** The package.json of a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
