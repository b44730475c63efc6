import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { experimentFile } from './find-experiments';

/**
 * Runs the file of an experiment.
 *
 * @returns its default export, unchecked
 * @throws UserError when there is no such file, or two of the name, or when it does not compile, does not find an import or throws
 */
export function loadExperiment(workspace: string, name: string): { file: string; input: unknown } {
  const file = experimentFile(workspace, name);
  const path = join(workspace, file);
  try {
    const loaded = createRequire(path)(path) as { default?: unknown };
    return { file, input: loaded.default };
  } catch (error) {
    throw new UserError(`${file} could not be run: ${explain(error, join(workspace, 'pipelines'))}`, { cause: error });
  }
}

/** The error's message, and the lines of the stack that lie in the experiments. */
function explain(error: unknown, folder: string): string {
  if (!(error instanceof Error)) return String(error);
  const frames =
    error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ') && line.includes(folder)) ?? [];
  const [message = ''] = error.message.split(/\nRequire stack:|\n+Caused by:/); // of node, of swc
  return [message.trim(), ...frames].join('\n');
}
