import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OBSERVER, type ImportClosure, type SourceGraph } from '@amcl/sources';
import type { CreateNodesResult } from '@nx/devkit';
import { fileInputs, type Inputs } from './code-inputs';
import { stages } from './stages';

/** The programs that the targets of an experiment run: `apps/<name>`. */
const programs: readonly string[] = ['resolve', ...stages.map(({ name }) => name)];

/** The named input of a program's project: the files behind it. */
const FILES = 'program';

/** What the experiments of a workspace share: the code behind each program. */
export class Programs {
  private readonly known = new Map<string, ImportClosure>();

  constructor(
    private readonly workspaceRoot: string,
    private readonly graph: SourceGraph,
  ) {}

  /** What a program imports. @throws Error when there is no such program */
  closure(program: string): ImportClosure {
    const found = this.known.get(program) ?? this.graph.closure(entryOf(program), [OBSERVER]);
    this.known.set(program, found);
    return found;
  }

  /** The packages behind all programs. @throws Error when there is not one of them */
  projects(): string[] {
    return [...new Set(programs.flatMap((program) => this.closure(program).projects.map(({ name }) => name)))];
  }

  /** The files behind a program, as an input of a target: by the name that {@link nodes} gives them. @throws Error when there is no such program */
  files(program: string): Inputs {
    const project = this.closure(program).projects.find(({ root }) => root === rootOf(program));
    if (project === undefined) throw new Error(`Expected a package in ${rootOf(program)}`);
    return [{ input: FILES, projects: [project.name] }];
  }

  /**
   * The files behind each program as a named input of its project: so they stand once in Nx's graph, which every run of Nx reads, and not once
   * for each experiment. Packages of npm are none of it: Nx looks for these only in a target's own inputs.
   */
  nodes(packages: readonly string[]): [string, CreateNodesResult][] {
    return programs.flatMap((program): [string, CreateNodesResult][] => {
      const root = rootOf(program);
      const file = `${root}/package.json`;
      if (!packages.includes(file) || !existsSync(join(this.workspaceRoot, entryOf(program)))) return [];
      const namedInputs = { [FILES]: fileInputs(this.closure(program)) };
      return [[file, { projects: { [root]: { root, namedInputs } } }]];
    });
  }
}

const rootOf = (program: string) => `apps/${program}`;
const entryOf = (program: string) => `${rootOf(program)}/src/main.ts`;
