import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageName, workspaceProjects, type ModuleScans, type Project } from '@amcl/sources';

/** What the files of a folder import. */
interface Imported {
  /** Packages of the workspace. */
  readonly projects: readonly Project[];
  /** Those of them whose `/testing` is imported. */
  readonly testing: readonly Project[];
  /** Names of npm packages. */
  readonly npm: readonly string[];
}

/** The imports between whole packages, whatever is taken of them; each file is read once. */
export class PackageImports {
  private readonly byName: ReadonlyMap<string, Project>;
  private readonly known = new Map<string, Imported>();

  constructor(
    private readonly workspaceRoot: string,
    private readonly scans: ModuleScans,
  ) {
    this.byName = new Map(workspaceProjects(workspaceRoot).map((project) => [project.name, project]));
  }

  /** Of the code of a package, without its specs and what serves only them. */
  ofCode(root: string): Imported {
    return this.of(`${root} code`, () => this.filesOf(root).filter((file) => !isTest(file)));
  }

  /** Of its specs and what serves only them. */
  ofTests(root: string): Imported {
    return this.of(`${root} tests`, () => this.filesOf(root).filter(isTest));
  }

  /** Of what serves only specs, its own or those of others. */
  ofTesting(root: string): Imported {
    return this.of(`${root} testing`, () => this.filesOf(root).filter((file) => file.includes('/src/testing/')));
  }

  hasSpecs(root: string): boolean {
    return this.filesOf(root).some((file) => file.endsWith('.spec.ts'));
  }

  private of(label: string, files: () => readonly string[]): Imported {
    const known = this.known.get(label) ?? this.read(files());
    this.known.set(label, known);
    return known;
  }

  private read(files: readonly string[]): Imported {
    const specifiers = new Set(files.flatMap((file) => this.specifiersOf(file)));
    const projects = new Set<Project>();
    const testing = new Set<Project>();
    const npm = new Set<string>();
    for (const specifier of specifiers) {
      const name = packageName(specifier);
      const project = this.byName.get(name);
      if (project === undefined) npm.add(name);
      else (specifier === `${name}/testing` ? testing : projects).add(project);
    }
    return { projects: [...projects, ...testing], testing: [...testing], npm: [...npm] };
  }

  private specifiersOf(file: string): string[] {
    const all = this.scans.of(file).imports.map(({ specifier }) => specifier);
    return all.filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'));
  }

  private filesOf(root: string): string[] {
    try {
      return readdirSync(join(this.workspaceRoot, root, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[cm]?[jt]s$/.test(name))
        .map((name) => `${root}/src/${name.replaceAll('\\', '/')}`);
    } catch {
      return [];
    }
  }
}

function isTest(file: string): boolean {
  return file.endsWith('.spec.ts') || file.includes('/src/testing/');
}
