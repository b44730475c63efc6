import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where an experiment is declared, from the workspace's root. */
export function experimentFile(name: string): string {
  return `pipelines/${name}/experiment.ts`;
}

/** The experiments of a workspace, sorted: folders of `pipelines/` with an `experiment.ts`. */
export function experimentNames(workspace: string): string[] {
  const folder = join(workspace, 'pipelines');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(workspace, experimentFile(name))))
    .sort();
}
