import { readdirSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { ModuleScans } from './module-scans';
import { packageName } from './package-name';
import { workspaceProjects, type Project } from './workspace-projects';

/** What an entry imports, transitively. */
export interface ImportClosure {
  /** Every file, relative to the workspace root, sorted. */
  files: string[];
  /** The workspace packages that these files are of, or came through, sorted by name. */
  projects: Project[];
  /** Names of the npm packages, sorted. */
  packages: string[];
}

/**
 * Which names of a barrel a work uses, though its program imports them all: by the barrel's file, relative to the workspace root. So a method that
 * the settings do not name is no code of the work.
 */
export type Choices = Readonly<Record<string, readonly string[]>>;

/** Which names of a module are wanted; null for all. */
type Names = readonly string[] | null;

const isPath = (specifier: string) => specifier.startsWith('.');
const isTest = (file: string) => file.endsWith('.spec.ts') || /(^|\/)testing\//.test(file);
const builtins = new Set(builtinModules);

/**
 * The imports of a workspace, file by file as Node follows them. A barrel (an `index.ts` that only passes on what other files have) of a package that says
 * `"sideEffects": false` counts for nothing itself: only the files behind the names that are taken do, so that a loss that is added, or
 * changed, is no matter of a program that takes another one.
 *
 * Each file is read once in the life of the graph.
 */
export class SourceGraph {
  private readonly projects: readonly Project[];
  private readonly byName: ReadonlyMap<string, Project>;
  private readonly known = new Map<string, boolean>();

  constructor(
    private readonly workspaceRoot: string,
    private readonly scans = new ModuleScans(workspaceRoot),
  ) {
    this.projects = workspaceProjects(workspaceRoot);
    this.byName = new Map(this.projects.map((project) => [project.name, project]));
  }

  /**
   * @param entry a file, relative to the workspace root
   * @param leaveOut packages with one of these tags are not followed
   * @throws Error when there is no such file, or a choice is not of a barrel that has these names
   */
  closure(entry: string, leaveOut: readonly string[] = [], choices: Choices = {}): ImportClosure {
    if (!this.isFile(entry)) throw new Error(`Expected a file of the workspace but received ${entry}`);
    const chosen = this.chosenNames(choices);
    const files = new Set<string>();
    const projects = new Set<Project>();
    const packages = new Set<string>();
    const seen = new Set<string>(); // of barrels, with the names
    const queue: [file: string, names: Names][] = [[entry, null]];
    const add = (file: string) => {
      if (files.has(file)) return;
      files.add(file);
      const { imports, opensFiles } = this.scans.of(file);
      for (const { specifier, names } of imports) follow(file, specifier, names);
      if (opensFiles) for (const beside of this.filesBeneath(posix.dirname(file))) queue.push([beside, null]);
    };
    const follow = (from: string, specifier: string, names: Names) => {
      const target = isPath(specifier) ? this.resolve(from, specifier) : this.resolvePackage(specifier);
      if (target === null) return; // the compiler says it better
      if (typeof target === 'string') queue.push([target, names]);
      else if ('npm' in target) packages.add(target.npm);
      else if (!target.project.tags.some((tag) => leaveOut.includes(tag))) {
        projects.add(target.project);
        queue.push([target.file, names]);
      }
    };

    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [file, taken] = next;
      const names = chosen.get(file) ?? taken;
      const project = this.projects.find(({ root }) => file.startsWith(`${root}/`));
      if (project) projects.add(project);
      const { barrel } = this.scans.of(file);
      if (barrel === null || project?.pure !== true) {
        add(file);
        continue;
      }
      const label = `${file} ${names?.join() ?? '*'}`;
      if (seen.has(label)) continue;
      seen.add(label);
      for (const { specifier, original, name } of barrel) {
        if (name === '*') follow(file, specifier, names);
        else if (names === null || names.includes(name)) follow(file, specifier, original === '*' ? null : [original]);
      }
    }
    this.scans.save();
    return {
      files: [...files].sort(),
      projects: [...projects].sort((a, b) => (a.name < b.name ? -1 : 1)),
      packages: [...packages].sort(),
    };
  }

  /** The names that are chosen, by the file of their barrel; of one that is not there, none. */
  private chosenNames(choices: Choices): ReadonlyMap<string, readonly string[]> {
    const there = Object.entries(choices).filter(([file]) => this.isFile(file));
    for (const [file, names] of there) {
      const pure = this.projects.some(({ root, pure }) => pure && file.startsWith(`${root}/`));
      const known = pure ? (this.scans.of(file).barrel ?? []).map(({ name }) => name) : [];
      const strange = names.find((name) => !known.includes(name));
      if (known.length === 0 || strange !== undefined)
        throw new Error(
          `Expected ${file} to pass on ${strange ?? 'names'} but it passes on ${known.join() || 'nothing'}`,
        );
    }
    return new Map(there);
  }

  /** What a module may open by its path: the files of its folder and below, without tests. */
  private filesBeneath(folder: string): string[] {
    const entries = readdirSync(join(this.workspaceRoot, folder), { recursive: true, encoding: 'utf8' });
    const files = entries.map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
    return files.filter((file) => !isTest(file) && !file.includes('/node_modules/') && this.isFile(file));
  }

  /** The file that a relative import means; null where there is none (yet). */
  private resolve(from: string, specifier: string): string | null {
    const base = posix.join(posix.dirname(from), specifier);
    const typed = base.replace(/\.([cm]?)js$/, '.$1ts');
    const candidates = [base, typed, `${base}.ts`, `${base}.mts`, `${base}.js`, `${base}.json`, `${base}/index.ts`];
    return candidates.find((candidate) => this.isFile(candidate)) ?? null;
  }

  private resolvePackage(specifier: string): { project: Project; file: string } | { npm: string } | null {
    if (specifier.startsWith('node:') || builtins.has(specifier)) return null;
    const name = packageName(specifier);
    const project = this.byName.get(name);
    if (project === undefined) return { npm: name };
    const file = project.exports.get(`.${specifier.slice(name.length)}`);
    return file !== undefined && this.isFile(file) ? { project, file } : null;
  }

  private isFile(file: string): boolean {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    const path = join(this.workspaceRoot, file);
    const found = !file.startsWith('..') && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    this.known.set(file, found);
    return found;
  }
}
