import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package of this workspace. */
export interface Project {
  /** Its npm name. */
  name: string;
  /** Its folder, relative to the workspace root, with forward slashes. */
  root: string;
  tags: readonly string[];
}

interface PackageJson {
  name?: string;
  workspaces?: string[];
  nx?: { tags?: string[] };
}

function readPackage(folder: string): PackageJson | null {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PackageJson) : null;
}

/** The packages that the root's `workspaces` name: folders, or `<folder>/*`. */
export function workspaceProjects(workspaceRoot: string): Project[] {
  const globs = readPackage(workspaceRoot)?.workspaces ?? [];
  return globs.flatMap(folders).flatMap((root) => {
    const found = readPackage(join(workspaceRoot, root));
    return found?.name === undefined ? [] : [{ name: found.name, root, tags: found.nx?.tags ?? [] }];
  });

  function folders(glob: string): string[] {
    if (!glob.endsWith('/*')) return [glob];
    const parent = glob.slice(0, -2);
    if (!existsSync(join(workspaceRoot, parent))) return [];
    return readdirSync(join(workspaceRoot, parent)).map((name) => `${parent}/${name}`);
  }
}
