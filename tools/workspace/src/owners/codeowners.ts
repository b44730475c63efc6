import { UserError } from '@amcl/artifacts';
import type { WorkspacePackage } from '../workspace-package';
import { ownerOf, OWNERS_FILE, type Owners } from './owners';

/** Where GitHub looks for them. */
export const CODEOWNERS_FILE = '.github/CODEOWNERS';

/**
 * The text of CODEOWNERS: the owner of each package's scope. GitHub takes the last line that matches.
 *
 * @throws UserError where a scope has no owner, or an owner is named for a scope that no package has
 */
export function codeowners(packages: readonly WorkspacePackage[], owners: Owners): string {
  const scopes = new Set(packages.map(({ scope }) => scope));
  const idle = Object.keys(owners.scopes).filter((scope) => !scopes.has(scope));
  if (idle.length > 0)
    throw new UserError(`${OWNERS_FILE}: no package is tagged scope:${idle.join(', scope:')}. Remove it from scopes`);
  const lines = [['*', owners.workspace], ...packages.map((one) => [`/${one.root}/`, ownerOf(one, owners)])];
  const width = Math.max(...lines.map(([path = '']) => path.length));
  return [
    `# Made of the scope: tags and ${OWNERS_FILE} by: npm run generate`,
    ...lines.map(([path = '', owner = '']) => `${path.padEnd(width)} ${owner}`),
    '',
  ].join('\n');
}
