import { UserError } from '@amcl/artifacts';
import type { WorkspacePackage } from '../workspace-package';
import { displayName } from './display-name';

/**
 * The table of layers with its last column made anew. What a layer is stands in the second, written by hand; a row may have
 * several layers, apart by commas.
 *
 * @throws UserError where a layer has no row, or a row's layer is none
 */
export function layerTable(table: string, packages: readonly WorkspacePackage[], layers: readonly string[]): string {
  const [head = '', rule = '', ...rows] = table.trim().split('\n');
  const missing = new Set(layers);
  const filled = rows.map((row) => {
    const [, names = '', what = ''] = row.split('|').map((cell) => cell.trim());
    const own = names.split(', ');
    for (const layer of own)
      if (!missing.delete(layer))
        throw new UserError(`The table of layers has ${layer}, which eslint.config.mjs does not list. Remove its row`);
    const shown = packages.filter(({ layer }) => own.includes(layer)).map(displayName);
    return `| ${names} | ${what} | ${shown.join(', ')} |`;
  });
  if (missing.size > 0)
    throw new UserError(`The table of layers lacks ${[...missing].join(', ')}. Add a row: | layer | what it is | |`);
  return [head, rule, ...filled].join('\n');
}
