import { UserError } from '@amcl/artifacts';
import type { WorkspacePackage } from '../workspace-package';

/** Where the owners stand, relative to the workspace. */
export const OWNERS_FILE = '.github/owners.json';

/** GitHub handles: `@user` or `@organization/team`, several apart by a blank. */
export interface Owners {
  /** Of what no package has: documents, experiments, settings of the workspace. */
  readonly workspace: string;
  /** Of each `scope:`. */
  readonly scopes: Readonly<Record<string, string>>;
}

const handles = /^@[\w-]+(\/[\w.-]+)?( @[\w-]+(\/[\w.-]+)?)*$/;

/** The owners in the text of {@link OWNERS_FILE}. @throws UserError where one is no handle */
export function parseOwners(text: string): Owners {
  const owners = JSON.parse(text) as Owners;
  for (const [scope, owner] of [['workspace', owners.workspace] as const, ...Object.entries(owners.scopes ?? {})])
    if (typeof owner !== 'string' || !handles.test(owner))
      throw new UserError(
        `${OWNERS_FILE}: expected GitHub handles such as @org/team for ${scope} but received ${JSON.stringify(owner)}`,
      );
  return owners;
}

/** The owner of a package. @throws UserError where its scope has none */
export function ownerOf({ root, scope }: WorkspacePackage, owners: Owners): string {
  const owner = owners.scopes[scope];
  if (owner === undefined)
    throw new UserError(
      `${root}/package.json: scope:${scope} has no owner. Add "${scope}": "@org/team" to scopes in ${OWNERS_FILE}, then run: npm run generate`,
    );
  return owner;
}
