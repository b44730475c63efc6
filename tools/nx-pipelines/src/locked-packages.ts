import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'node_modules/';

/** The npm packages at the top of `package-lock.json`: Nx refuses to hash any other name. */
export function lockedPackages(workspaceRoot: string): ReadonlySet<string> {
  const file = join(workspaceRoot, 'package-lock.json');
  if (!existsSync(file)) return new Set();
  const { packages = {} } = JSON.parse(readFileSync(file, 'utf8')) as { packages?: Record<string, unknown> };
  return new Set(Object.keys(packages).flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : [])));
}
