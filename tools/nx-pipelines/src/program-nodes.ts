import { OBSERVER, SourceGraph } from '@amcl/sources';
import type { CreateNodesResult } from '@nx/devkit';
import { codeInputs, type Inputs } from './code-inputs';
import type { Inference } from './create-nodes';
import { stages } from './stages';

/** The programs that the targets of an experiment run: `apps/<name>`. */
export const programs: readonly string[] = ['resolve', ...stages.map(({ name }) => name)];

/**
 * The code behind each program as `namedInputs.program` of its project: it stands once in Nx's graph, which every run of Nx reads, and not once for each
 * experiment.
 */
export function programNodes(
  files: readonly string[],
  { workspaceRoot, scans, locked }: Inference,
): [string, CreateNodesResult][] {
  const graph = new SourceGraph(workspaceRoot, scans);
  return programs.flatMap((name): [string, CreateNodesResult][] => {
    const root = `apps/${name}`;
    const file = `${root}/package.json`;
    if (!files.includes(file)) return [];
    const program = codeInputs([graph.closure(`${root}/src/main.ts`, [OBSERVER])], locked);
    return [[file, { projects: { [root]: { root, namedInputs: { program } } } }]];
  });
}

/** {@link programNodes} as an input of a target. */
export function programInput(project: string): Inputs {
  return [{ input: 'program', projects: [project] }];
}
