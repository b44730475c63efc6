import type { WorkspacePackage } from '../workspace-package';
import { displayName } from './display-name';
import { reduceEdges } from './reduce-edges';

/**
 * The packages as a Mermaid flowchart: a box a layer, the ground at the bottom, and an arrow for each dependency that does not follow
 * from others.
 */
export function layerGraph(packages: readonly WorkspacePackage[], layers: readonly string[]): string {
  const byName = new Map(packages.map((one) => [one.manifest.name, one]));
  const edges = new Map(
    packages.map(({ manifest }) => [
      manifest.name,
      Object.keys(manifest.dependencies ?? {}).filter((name) => byName.has(name)),
    ]),
  );
  const id = (one: WorkspacePackage) => one.root.replace(/\W/g, '_');
  const boxes = [...layers]
    .reverse()
    .flatMap((layer) => [
      `  subgraph ${layer}`,
      ...packages.filter((one) => one.layer === layer).map((one) => `    ${id(one)}["${displayName(one)}"]`),
      '  end',
    ]);
  const arrows = [...reduceEdges(edges)].flatMap(([from, targets]) => {
    const to = targets.map((name) => id(byName.get(name)!)).sort();
    return to.length > 0 ? [`  ${id(byName.get(from)!)} --> ${to.join(' & ')}`] : [];
  });
  return ['```mermaid', 'flowchart TB', ...boxes, ...arrows, '```'].join('\n');
}
