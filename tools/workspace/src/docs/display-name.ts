import type { WorkspacePackage } from '../workspace-package';

/** How documents name a package: `losses`, but `apps/pretrain`. */
export function displayName({ root }: WorkspacePackage): string {
  return root.replace(/^libs\//, '');
}
