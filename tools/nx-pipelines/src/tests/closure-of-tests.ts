import type { SourceGraph } from '@amcl/sources';

/** What the specs of a package run. */
export interface TestClosure {
  /** Folders of the workspace packages that are reached, its own among them, sorted. */
  readonly roots: readonly string[];
  /** Those of them whose `src/testing` is reached, too. */
  readonly withTesting: readonly string[];
  /** Names of the npm packages, sorted. */
  readonly packages: readonly string[];
}

const everyLayer = { leaveOut: [] }; // a test of an observer runs the observer

/**
 * Follows the package, its specs, and the programs that the specs start.
 *
 * @param root folder of the package
 * @param sources its specs and test helpers, relative to the workspace root
 * @param runs folders of the packages that its specs run without importing them
 */
export function closureOfTests(
  graph: SourceGraph,
  root: string,
  sources: readonly string[],
  runs: readonly string[],
): TestClosure {
  const closures = [root, ...sources, ...runs].map((entry) => graph.closure(entry, everyLayer));
  const roots = unique([root, ...closures.flatMap(({ projects }) => projects.map((project) => project.root))]);
  const files = closures.flatMap((closure) => closure.files);
  return {
    roots,
    withTesting: roots.filter(
      (project) => project === root || files.some((file) => file.startsWith(`${project}/src/testing/`)),
    ),
    packages: unique(closures.flatMap(({ packages }) => packages)),
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
