import type { PackageImports } from './package-imports';

/** What the specs of a package run. */
export interface TestClosure {
  /** Folders of the workspace packages that are reached, its own among them, sorted. */
  readonly roots: readonly string[];
  /** Those of them whose `src/testing` is reached, too. */
  readonly withTesting: readonly string[];
  /** Names of the npm packages, sorted. */
  readonly packages: readonly string[];
}

/**
 * Follows the package, its specs, and the programs that the specs start, package by package: a test loads the whole of each, observers too.
 *
 * @param root folder of the package
 * @param runs folders of the packages that its specs run without importing them
 */
export function closureOfTests(imports: PackageImports, root: string, runs: readonly string[]): TestClosure {
  const roots = new Set<string>();
  const withTesting = new Set([root]);
  const packages = new Set<string>();
  const queue = [root, ...runs];
  const follow = ({ projects, testing, npm }: ReturnType<PackageImports['ofCode']>) => {
    npm.forEach((name) => packages.add(name));
    projects.forEach((project) => queue.push(project.root));
    for (const project of testing) {
      if (withTesting.has(project.root)) continue;
      withTesting.add(project.root);
      follow(imports.ofTesting(project.root));
    }
  };
  follow(imports.ofTests(root));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (roots.has(next)) continue;
    roots.add(next);
    follow(imports.ofCode(next));
  }
  return { roots: [...roots].sort(), withTesting: [...withTesting].sort(), packages: [...packages].sort() };
}
