import { posix } from 'node:path';
import { OBSERVER, SourceGraph, type ImportClosure } from '@amcl/sources';
import type { CreateNodesResult } from '@nx/devkit';
import { codeInputs, type Inputs } from './code-inputs';
import type { Inference } from './create-nodes';
import { explainName } from './experiment-name';
import { experimentTargets } from './experiment-targets';
import { stages } from './stages';

/**
 * Every `pipelines/<name>/experiment.ts` is a project of that name. The file is read for its imports but never run: a malformed
 * experiment fails in its own target `resolve` and nowhere else. A folder that cannot be a project is passed over with a
 * warning, and one that starts with `_` (recipes to extend) without.
 */
export function experimentNodes(files: readonly string[], inference: Inference): [string, CreateNodesResult][] {
  const infer = inferExperiment(inference);
  return files.flatMap((file): [string, CreateNodesResult][] => {
    const root = posix.dirname(file);
    const name = posix.basename(root);
    if (name.startsWith('_')) return [];
    try {
      const problem = explainName(name);
      if (problem !== null) throw new Error(problem);
      return [[file, infer(file, root, name)]];
    } catch (error) {
      console.warn(`${file} is no experiment: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
}

/** What the experiments of one run share: the closures of the programs. */
function inferExperiment({ workspaceRoot, scans, locked }: Inference) {
  const graph = new SourceGraph(workspaceRoot, scans);
  const closureOf = remember((program: string): ImportClosure =>
    graph.closure(`apps/${program}/src/main.ts`, [OBSERVER]),
  );
  const codeOf = remember((program: string): Inputs => codeInputs([closureOf(program)], locked));
  // For `nx graph` and `nx affected`; these do not enter a hash.
  const dependencies = remember((): string[] => {
    const programs = ['resolve', ...stages.map(({ name }) => name)];
    return [...new Set(programs.flatMap((program) => closureOf(program).projects.map(({ name }) => name)))];
  });

  return (file: string, root: string, name: string): CreateNodesResult => {
    const targets = experimentTargets(name, (target) =>
      target === 'resolve' ? codeInputs([closureOf(target), graph.closure(file)], locked) : codeOf(target),
    );
    const implicitDependencies = dependencies('');
    return { projects: { [root]: { root, name, tags: ['type:experiment'], implicitDependencies, targets } } };
  };
}

/** A function that is worked out once for each text. */
function remember<T>(find: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (!known.has(text)) known.set(text, find(text));
    return known.get(text) as T;
  };
}
