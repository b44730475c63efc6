import { UserError } from '@amcl/artifacts';
import type { WorkspacePackage } from '../workspace-package';
import { layerGraph } from './layer-graph';
import { layerTable } from './layer-table';

/** The document with the table of layers and the graph, relative to the workspace. */
export const ARCHITECTURE_FILE = 'docs/architecture.md';

/** The document with what is between its markers made anew: the projects of each layer, and the graph. */
export function architecture(text: string, packages: readonly WorkspacePackage[], layers: readonly string[]): string {
  const table = replace(text, 'layers', (old) => layerTable(old, packages, layers));
  return replace(table, 'graph', () => layerGraph(packages, layers));
}

function replace(text: string, name: string, make: (old: string) => string): string {
  const [start, end] = [`<!-- ${name}: npm run generate -->\n`, `\n<!-- /${name} -->`];
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end, from);
  if (from < start.length || to < 0)
    throw new UserError(`${ARCHITECTURE_FILE}: expected the markers ${start.trim()} and ${end.trim()}`);
  return text.slice(0, from) + make(text.slice(from, to)) + text.slice(to);
}
