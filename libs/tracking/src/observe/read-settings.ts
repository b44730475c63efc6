import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runPaths } from '@amcl/stage';
import type { WorkIdentity } from '@amcl/stage';

/** The sections of a resolved experiment, by name: `pretrain`, `linearProbe`, ... */
export type Settings = Readonly<Record<string, unknown>>;

/** What target `resolve` wrote, of all sections; empty where it has not run. */
export function readSettings({ workspace, experiment }: Pick<WorkIdentity, 'workspace' | 'experiment'>): Settings {
  const folder = dirname(runPaths(workspace).section(experiment, 'any'));
  const settings: Record<string, unknown> = {};
  for (const name of listJson(folder)) {
    const { seed, section } = JSON.parse(readFileSync(runPaths(workspace).section(experiment, name), 'utf8')) as {
      seed: unknown;
      section: unknown;
    };
    settings['seed'] = seed;
    settings[name] = section;
  }
  return settings;
}

function listJson(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return names.map((name) => name.slice(0, -'.json'.length)).sort();
  } catch {
    return [];
  }
}
