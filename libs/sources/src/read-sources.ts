import { createHash } from 'node:crypto';
import { CodeDigests } from './code-digests';
import { DRIVER, OBSERVER } from './layers';
import { InstalledPackages } from './npm-packages';
import { SourceGraph, type Choices } from './source-graph';

/** The code behind a program. */
export interface Sources {
  /** sha256 of {@link Sources.list}: other code, other digest. */
  readonly digest: string;
  /** What the digest is of, as JSON: a {@link SourceList}. */
  readonly list: string;
  /** Installed version of each npm package that the code imports. */
  readonly packages: Readonly<Record<string, string>>;
}

/** The ingredients of a program. */
export interface SourceList {
  /** Digest of the code of each file, by its path relative to the workspace root. */
  readonly files: Readonly<Record<string, string>>;
  /** Version of each npm package that the code imports, and of what these depend on, by its place in `node_modules`. */
  readonly packages: Readonly<Record<string, string>>;
}

/** Reads the code behind several programs of a workspace; each file is read once. */
export class SourceReader {
  private readonly digests: CodeDigests;
  private readonly graph: SourceGraph;
  private readonly installed: InstalledPackages;

  constructor(workspaceRoot: string) {
    this.digests = new CodeDigests(workspaceRoot);
    this.graph = new SourceGraph(workspaceRoot);
    this.installed = new InstalledPackages(workspaceRoot);
  }

  /**
   * The identity of the code that `entry` runs, observers and drivers left out. It is a part of the stage key, so that what other
   * code made is never resumed nor taken for this code's.
   *
   * @param entry a file, relative to the workspace root
   * @param choices what the work does not use is no code of it
   * @throws Error when a package is imported but not installed
   */
  read(entry: string, choices: Choices = {}): Sources {
    const { files, projects, packages } = this.graph.closure(entry, [OBSERVER, DRIVER], choices);
    const npm = this.installed.closure(packages, [...projects.map(({ root }) => root), '']);
    const ingredients: SourceList = { files: this.digests.of(files), packages: npm.all };
    const list = JSON.stringify(ingredients);
    return { digest: createHash('sha256').update(list).digest('hex'), list, packages: npm.named };
  }
}
