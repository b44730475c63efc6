/**
 * The edges of a graph without those that follow from others: a -> c goes where there are a -> b and b -> c.
 *
 * @param edges of each node, all of which are keys
 * @throws Error naming a circle, in which nothing follows from nothing
 */
export function reduceEdges(edges: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const reachable = new Map<string, ReadonlySet<string>>();
  const reach = (node: string, path: readonly string[]): ReadonlySet<string> => {
    const known = reachable.get(node);
    if (known) return known;
    if (path.includes(node)) throw new Error(`Expected no circle but found ${[...path, node].join(' -> ')}`);
    const found = new Set<string>();
    for (const next of edges.get(node) ?? []) {
      found.add(next);
      reach(next, [...path, node]).forEach((further) => found.add(further));
    }
    reachable.set(node, found);
    return found;
  };
  return new Map(
    [...edges].map(([node, nexts]) => {
      reach(node, []);
      return [node, nexts.filter((next) => !nexts.some((other) => other !== next && reach(other, []).has(next)))];
    }),
  );
}
