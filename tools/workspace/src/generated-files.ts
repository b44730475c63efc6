import { architecture, ARCHITECTURE_FILE } from './docs/architecture';
import { codeowners, CODEOWNERS_FILE } from './owners/codeowners';
import { OWNERS_FILE, parseOwners } from './owners/owners';
import type { WorkspacePackage } from './workspace-package';

/** What files of the workspace are made of. */
export interface Workspace {
  readonly packages: readonly WorkspacePackage[];
  readonly layers: readonly string[];
  /** The text of a file, relative to the workspace. */
  readonly read: (file: string) => string;
}

/** The files of the workspace that follow from its packages, as they should be: file -> text. */
export function generatedFiles({ packages, layers, read }: Workspace): Record<string, string> {
  return {
    [CODEOWNERS_FILE]: codeowners(packages, parseOwners(read(OWNERS_FILE))),
    [ARCHITECTURE_FILE]: architecture(read(ARCHITECTURE_FILE), packages, layers),
  };
}
