import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** For tests: folders of packages of the workspace in `repository`, and of those among its libraries that they depend on, transitively. */
export function withDependencies(repository: string, roots: readonly string[]): string[] {
  const all = new Set(roots);
  for (const root of all) {
    const { dependencies = {} } = JSON.parse(
      readFileSync(join(repository, root, 'package.json'), 'utf8'),
    ) as PackageJson;
    for (const name of Object.keys(dependencies)) {
      const library = name.replace('@amcl/', 'libs/');
      if (name.startsWith('@amcl/') && existsSync(join(repository, library))) all.add(library);
    }
  }
  return [...all];
}
