import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, relative } from 'node:path';
import { scanImports } from './scan-imports';
import { workspaceProjects, type Project } from './workspace-projects';

/** What an entry imports, transitively. */
export interface ImportClosure {
  /** Every file, relative to the workspace root, sorted. */
  files: string[];
  /** The workspace packages whose `src` is in `files` as a whole, sorted by name. */
  projects: Project[];
  /** Names of the npm packages, sorted. */
  packages: string[];
}

/** What shows a run decides nothing of it: such projects are never followed (docs/architecture.md). */
const observerTag = 'type:observer';

/** Tests and what serves only them; the Nx plugin leaves the same out of a stage's inputs. */
export const testGlobs = ['**/*.spec.ts', 'testing/**/*'] as const;

const isPath = (specifier: string) => specifier.startsWith('.');
const isTest = (file: string) => file.endsWith('.spec.ts') || file.startsWith('testing/');
const isCode = (file: string) => /\.[cm]?[jt]sx?$/.test(file);
const builtins = new Set(builtinModules);

/** What a file imports: other files by path, and packages by name, of this workspace or of npm. */
interface FileImports {
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

/** The imports of a workspace; each file is read once in the life of the graph, and each import of it looked for once. */
export class SourceGraph {
  private readonly projects: ReadonlyMap<string, Project>;
  private readonly imports = new Map<string, FileImports>();
  private readonly sources = new Map<string, string[]>();

  constructor(private readonly workspaceRoot: string) {
    this.projects = new Map(workspaceProjects(workspaceRoot).map((project) => [project.name, project]));
  }

  /**
   * @param entry the folder of a workspace package, or one file, relative to the workspace root
   * @param options.leaveOut tags of the projects that are not followed
   * @throws Error when there is no such package or file
   */
  closure(entry: string, { leaveOut = [observerTag] }: { leaveOut?: readonly string[] } = {}): ImportClosure {
    const files = new Set<string>();
    const projects = new Set<Project>();
    const packages = new Set<string>();
    const queue: string[] = [];
    const visit = (file: string) => {
      if (files.has(file)) return;
      files.add(file);
      queue.push(file);
    };
    const enter = (project: Project) => {
      if (projects.has(project) || project.tags.some((tag) => leaveOut.includes(tag))) return;
      projects.add(project);
      this.sourcesOf(project).forEach(visit);
    };

    const own = [...this.projects.values()].find(({ root }) => root === entry);
    if (own) enter(own);
    else if (this.isFile(entry)) visit(entry);
    else throw new Error(`Expected a file or the folder of a workspace package but received ${entry}`);

    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      const imported = this.importsOf(file);
      imported.files.forEach(visit);
      for (const name of imported.packages) {
        const project = this.projects.get(name);
        if (project) enter(project);
        else packages.add(name);
      }
    }
    return {
      files: [...files].sort(),
      projects: [...projects].sort((a, b) => (a.name < b.name ? -1 : 1)),
      packages: [...packages].sort(),
    };
  }

  private sourcesOf(project: Project): string[] {
    const known = this.sources.get(project.root);
    if (known) return known;
    const folder = join(this.workspaceRoot, project.root, 'src');
    const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .filter((file) => !isTest(file))
      .map((file) => `${project.root}/src/${file}`);
    this.sources.set(project.root, files);
    return files;
  }

  private importsOf(file: string): FileImports {
    const known = this.imports.get(file);
    if (known) return known;
    const specifiers = isCode(file) ? scanImports(readFileSync(join(this.workspaceRoot, file), 'utf8')) : [];
    const found = {
      files: specifiers.flatMap((specifier) => this.fileOf(file, specifier) ?? []),
      packages: specifiers.filter((specifier) => !isPath(specifier) && !isBuiltin(specifier)).map(packageName),
    };
    this.imports.set(file, found);
    return found;
  }

  /** The file behind a path, or behind `<package>/testing`, which serves tests only and so is in no package's `src` here. */
  private fileOf(from: string, specifier: string): string | null {
    if (isPath(specifier)) return this.resolve(from, specifier);
    const project = specifier.endsWith('/testing') ? this.projects.get(packageName(specifier)) : undefined;
    return project ? this.resolve(`${project.root}/package.json`, './src/testing/index.ts') : null;
  }

  /** The file that a relative import means; null where there is none (yet), as the compiler says that better. */
  private resolve(from: string, specifier: string): string | null {
    const base = posix.join(posix.dirname(from), specifier);
    const typed = base.replace(/\.([cm]?)js$/, '.$1ts');
    const candidates = [base, typed, `${base}.ts`, `${base}.mts`, `${base}.js`, `${base}.json`, `${base}/index.ts`];
    return candidates.find((candidate) => this.isFile(candidate)) ?? null;
  }

  private isFile(file: string): boolean {
    return (
      !file.startsWith('..') && statSync(join(this.workspaceRoot, file), { throwIfNoEntry: false })?.isFile() === true
    );
  }
}

/** `@scope/name/sub/path` -> `@scope/name`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtins.has(specifier);
}
