import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceGraph } from './source-graph';

/** The code behind a program. */
export interface Sources {
  /** sha256 over every file's path and content and every package's version: other code, other digest. */
  digest: string;
  /** Installed version of each npm package that the code imports. */
  packages: Record<string, string>;
}

/**
 * The identity of the code that `entry` runs, observers left out. The stage runner makes it part of the stage key, so that
 * a checkpoint is never resumed by other code.
 *
 * @param entry the folder of a workspace package, or one file, relative to the workspace root
 * @param graph for several entries the same one, which reads each file once
 * @throws Error when a package is imported but not installed
 */
export function readSources(workspaceRoot: string, entry: string, graph = new SourceGraph(workspaceRoot)): Sources {
  const { files, projects, packages: names } = graph.closure(entry);
  const homes = [...projects.map(({ root }) => root), '.'];
  const packages = Object.fromEntries(names.map((name) => [name, installedVersion(workspaceRoot, homes, name)]));
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0${sha256(readFileSync(join(workspaceRoot, file)))}\n`);
  for (const [name, version] of Object.entries(packages)) hash.update(`${name}@${version}\n`);
  return { digest: hash.digest('hex'), packages };
}

/** All versions where several are installed for different projects, joined by a blank. */
function installedVersion(workspaceRoot: string, homes: readonly string[], name: string): string {
  const versions = homes.flatMap((home) => {
    const file = join(workspaceRoot, home, 'node_modules', name, 'package.json');
    return existsSync(file) ? [(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version] : [];
  });
  if (versions.length === 0) throw new Error(`Expected the package ${name} in node_modules. Run: npm ci`);
  return [...new Set(versions)].sort().join(' ');
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
