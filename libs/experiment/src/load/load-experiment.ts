import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { nearestWord } from '../nearest-word';
import { experimentFile, experimentNames } from './experiment-names';

/**
 * Runs `pipelines/<name>/experiment.ts`.
 *
 * @returns its default export, unchecked
 * @throws UserError when there is no such file, or when it does not compile, does not find an import or throws
 */
export function loadExperiment(workspace: string, name: string): { file: string; input: unknown } {
  const file = experimentFile(name);
  const path = join(workspace, file);
  if (!existsSync(path)) throw new UserError(noExperiment(workspace, name));
  try {
    const loaded = createRequire(path)(path) as { default?: unknown };
    return { file, input: loaded.default };
  } catch (error) {
    throw new UserError(`${file} could not be run: ${explain(error, join(workspace, 'pipelines'))}`, { cause: error });
  }
}

/** That there is no such experiment, with the one that was probably meant, and all that there are. */
function noExperiment(workspace: string, name: string): string {
  const names = experimentNames(workspace);
  const meant = nearestWord(names, name);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  return (
    `Expected an experiment in ${experimentFile(name)}, but there is no such file.${hint} ` +
    `Experiments: ${names.join(', ') || 'none'}`
  );
}

/** The error's message, and the lines of the stack that lie in the experiments. */
function explain(error: unknown, folder: string): string {
  if (!(error instanceof Error)) return String(error);
  const frames =
    error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ') && line.includes(folder)) ?? [];
  const [message = ''] = error.message.split(/\nRequire stack:|\n+Caused by:/); // of node, of swc
  return [message.trim(), ...frames].join('\n');
}
