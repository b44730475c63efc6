import { posix } from 'node:path';
import { OBSERVER, SourceGraph } from '@amcl/sources';
import type { CreateNodesResult, CreateNodesV2 } from '@nx/devkit';
import { codeInputs, type Inputs } from './code-inputs';
import { explainName } from './experiment-name';
import { experimentTargets } from './experiment-targets';
import { lockedPackages } from './locked-packages';
import { stages } from './stages';

/**
 * Every `pipelines/<name>/experiment.ts` is a project of that name. The file is read for its imports but never run: a malformed
 * experiment fails in its own target `resolve` and nowhere else. A folder that cannot be a project is passed over with a
 * warning, and one that starts with `_` (recipes to extend) without.
 */
export const createNodesV2: CreateNodesV2 = [
  'pipelines/*/experiment.ts',
  (files, _options, { workspaceRoot }) => {
    const inferred = inference(workspaceRoot);
    return files.flatMap((file): [string, CreateNodesResult][] => {
      const root = posix.dirname(file);
      const name = posix.basename(root);
      if (name.startsWith('_')) return [];
      try {
        const problem = explainName(name);
        if (problem !== null) throw new Error(problem);
        return [[file, inferred(file, root, name)]];
      } catch (error) {
        console.warn(`${file} is no experiment: ${error instanceof Error ? error.message : String(error)}`);
        return [];
      }
    });
  },
];

/** What the experiments of one run share: the sources are read once. */
function inference(workspaceRoot: string): (file: string, root: string, name: string) => CreateNodesResult {
  const graph = new SourceGraph(workspaceRoot);
  const locked = lockedPackages(workspaceRoot);
  const codeOfStage = new Map<string, Inputs>();
  const closureOf = (program: string) => graph.closure(`apps/${program}/src/main.ts`, [OBSERVER]);
  const dependencies = new Set<string>();
  const dependenciesOf = (): string[] => {
    if (dependencies.size === 0)
      for (const program of ['resolve', ...stages.map(({ name }) => name)])
        for (const { name } of closureOf(program).projects) dependencies.add(name);
    return [...dependencies];
  };

  return (file, root, name) => {
    const targets = experimentTargets(name, (target) => {
      if (target === 'resolve') return codeInputs([closureOf(target), graph.closure(file)], locked);
      const known = codeOfStage.get(target) ?? codeInputs([closureOf(target)], locked);
      codeOfStage.set(target, known);
      return known;
    });
    return {
      projects: {
        // For `nx graph` and `nx affected`; these do not enter a hash.
        [root]: { root, name, tags: ['type:experiment'], implicitDependencies: dependenciesOf(), targets },
      },
    };
  };
}
