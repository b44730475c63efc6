import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { nearestWord } from '../nearest-word';
import { experimentFiles, explainShared } from './experiment-files';

/** The names of the experiments of a workspace, sorted. */
export function experimentNames(workspace: string): string[] {
  return [...filesOf(workspace).keys()];
}

/**
 * Where an experiment is declared, from the workspace's root: `pipelines/<name>/experiment.ts`, or in a family's folder.
 *
 * @throws UserError where there is no such experiment, or two of the name
 */
export function experimentFile(workspace: string, name: string): string {
  const all = filesOf(workspace);
  const [file, ...others] = all.get(name) ?? [];
  if (file === undefined) throw new UserError(noExperiment([...all.keys()], name));
  if (others.length > 0) throw new UserError(explainShared(name, [file, ...others]));
  return file;
}

function filesOf(workspace: string): ReadonlyMap<string, readonly string[]> {
  return experimentFiles({
    exists: (file) => existsSync(join(workspace, file)),
    foldersIn: (folder) => {
      const path = join(workspace, folder);
      if (!existsSync(path)) return [];
      return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    },
  });
}

/** That there is no such experiment, with the one that was probably meant, and all that there are. */
function noExperiment(names: readonly string[], name: string): string {
  const meant = nearestWord(names, name);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  return (
    `Expected an experiment in pipelines/${name}/experiment.ts, but there is no such file.${hint} ` +
    `Experiments: ${names.join(', ') || 'none'}`
  );
}
