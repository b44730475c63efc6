import { posix } from 'node:path';
import { explainShared, groupByName } from '@amcl/experiment/files';
import type { SourceGraph } from '@amcl/sources';
import type { CreateNodesResult } from '@nx/devkit';
import { fileInputs, packageInputs, type Inputs } from './code-inputs';
import { explainName } from './experiment-name';
import { experimentTargets } from './experiment-targets';
import type { Programs } from './programs';

/** What experiments are inferred from. */
export interface ExperimentInference {
  readonly graph: SourceGraph;
  readonly programs: Programs;
  readonly locked: ReadonlySet<string>;
}

/**
 * Every `experiment.ts` in `pipelines/<name>` or `pipelines/<family>/<name>` is a project of that name. The file is read for its imports but never
 * run: a malformed experiment fails in its own target `resolve` and nowhere else. A folder that cannot be a project, or two of one name, are passed
 * over with a warning, and one that starts with `_` (recipes to extend) without.
 */
export function experimentNodes(
  files: readonly string[],
  inference: ExperimentInference,
): [string, CreateNodesResult][] {
  return [...groupByName(files)].flatMap(([name, [file = '', ...others]]): [string, CreateNodesResult][] => {
    try {
      const problem = others.length > 0 ? explainShared(name, [file, ...others]) : explainName(name);
      if (problem !== null) throw new Error(problem);
      return [[file, inferExperiment(file, name, inference)]];
    } catch (error) {
      console.warn(`${file} is no experiment: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
}

function inferExperiment(
  file: string,
  name: string,
  { graph, programs, locked }: ExperimentInference,
): CreateNodesResult {
  const root = posix.dirname(file);
  const own = graph.closure(file);
  const targets = experimentTargets(name, (target): Inputs => {
    const program = programs.closure(target);
    if (target !== 'resolve') return [...programs.files(target), ...packageInputs([program], locked)];
    const files = own.files.filter((file) => !program.files.includes(file)); // the schema is the program's own
    return [...programs.files(target), ...fileInputs({ ...own, files }), ...packageInputs([program, own], locked)];
  });
  // For `nx graph` and `nx affected`; these do not enter a hash.
  const implicitDependencies = programs.projects();
  return { projects: { [root]: { root, name, tags: ['type:experiment'], implicitDependencies, targets } } };
}
