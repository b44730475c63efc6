import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By which a file is known to be made by {@link familyFiles}. */
const HEAD = '// One of ../experiments.ts; made by npm run generate.\n';

/** A folder of experiments that one table declares. */
export interface Family {
  /** `pipelines/paper`. */
  readonly folder: string;
  /** The experiments of its table, by name. */
  readonly names: readonly string[];
}

/** The tables of a workspace: `pipelines/<family>/experiments.ts`, sorted. */
export function familyTables(workspace: string): string[] {
  const folder = join(workspace, 'pipelines');
  if (!existsSync(folder)) return [];
  const tables = readdirSync(folder).map((name) => `pipelines/${name}/experiments.ts`);
  return tables.filter((table) => existsSync(join(workspace, table))).sort();
}

/** The family of a table. @param table what its module exports */
export function familyOf(file: string, table: { readonly default: object }): Family {
  return { folder: file.slice(0, file.lastIndexOf('/')), names: Object.keys(table.default) };
}

/**
 * The file of each experiment of a family, as it should be: file -> text. Null for one that was made of the table and is in it no more.
 */
export function familyFiles(workspace: string, { folder, names }: Family): Record<string, string | null> {
  const fileOf = (name: string) => `${folder}/${name}/experiment.ts`;
  const stale = readdirSync(join(workspace, folder)).filter((name) => {
    const path = join(workspace, fileOf(name));
    return !names.includes(name) && existsSync(path) && readFileSync(path, 'utf8').startsWith(HEAD);
  });
  return Object.fromEntries([
    ...names.map((name) => [fileOf(name), experimentText(name)] as const),
    ...stale.map((name) => [fileOf(name), null] as const),
  ]);
}

function experimentText(name: string): string {
  return `${HEAD}import experiments from '../experiments';\n\nexport default experiments['${name}']!;\n`;
}
