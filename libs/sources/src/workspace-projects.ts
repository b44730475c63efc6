import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A package of this workspace. */
export interface Project {
  /** Its npm name. */
  readonly name: string;
  /** Its folder, relative to the workspace root, with forward slashes. */
  readonly root: string;
  readonly tags: readonly string[];
  /** Whether a module of it that is loaded and not used changes nothing: `"sideEffects": false`, as bundlers know it. */
  readonly pure: boolean;
  /** The files that its `exports` name, relative to the workspace root, by subpath: `.`, `./load`. */
  readonly exports: ReadonlyMap<string, string>;
}

interface PackageJson {
  name?: string;
  workspaces?: string[];
  sideEffects?: boolean;
  exports?: string | Record<string, string>;
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
    return found?.name === undefined ? [] : [describe(found.name, root, found)];
  });

  function folders(glob: string): string[] {
    if (!glob.endsWith('/*')) return [glob];
    const parent = glob.slice(0, -2);
    if (!existsSync(join(workspaceRoot, parent))) return [];
    return readdirSync(join(workspaceRoot, parent)).map((name) => `${parent}/${name}`);
  }
}

function describe(name: string, root: string, { nx, sideEffects, exports = {} }: PackageJson): Project {
  const entries = Object.entries(typeof exports === 'string' ? { '.': exports } : exports);
  return {
    name,
    root,
    tags: nx?.tags ?? [],
    pure: sideEffects === false,
    exports: new Map(entries.map(([subpath, file]) => [subpath, posix.join(root, file)])),
  };
}
