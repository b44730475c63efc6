import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from 'tar';
import { buildLibrary } from '../build-library';
import { Compiler } from '../compiler';
import { readManifest, type Manifest } from '../manifest';
import { publicLibraries } from '../public-libraries';

/** A published library as npm packs it. */
export interface Packed {
  readonly manifest: Manifest;
  readonly files: readonly string[];
}

/**
 * A project outside of this workspace with every published library installed from its tarball. npm's own packages are linked to
 * those of this workspace: the ones that the libraries name, and no other.
 */
export class EmptyProject {
  readonly packed: Packed[] = [];
  private constructor(readonly folder: string) {}

  static async install(workspace: string): Promise<EmptyProject> {
    const folder = mkdtempSync(join(tmpdir(), 'amcl-project-'));
    const builds = join(folder, 'builds');
    const project = new EmptyProject(join(folder, 'project'));
    const libraries = publicLibraries(workspace);
    mkdirSync(builds);
    symlinkSync(join(workspace, 'node_modules'), join(builds, 'node_modules'));
    const compiler = new Compiler();
    for (const library of libraries) buildLibrary(library, { workspace, libraries, folder: builds, compiler });

    const folders = libraries.map(({ root }) => join(builds, root));
    const pack = ['pack', '--json', '--offline', '--loglevel=error', '--pack-destination', folder, ...folders];
    const tarballs = JSON.parse(execFileSync('npm', pack, { cwd: folder, encoding: 'utf8' })) as {
      name: string;
      filename: string;
      files: { path: string }[];
    }[];
    for (const { name, filename, files } of tarballs) {
      const target = project.path('node_modules', name);
      mkdirSync(target, { recursive: true });
      await extract({ file: join(folder, filename), cwd: target, strip: 1 });
      project.packed.push({ manifest: readManifest(target), files: files.map(({ path }) => path) });
    }
    project.link(workspace);
    project.write('package.json', '{ "private": true }');
    return project;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, text: string): string {
    const file = this.path(name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** What the program prints. @throws Error with what it says where it fails */
  run(name: string, program: string): string {
    return run([this.write(name, program)], this.folder);
  }

  remove(): void {
    rmSync(dirname(this.folder), { recursive: true });
  }

  private link(workspace: string): void {
    const own = new Set(this.packed.map(({ manifest }) => manifest.name));
    const names = this.packed.flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {}));
    for (const name of new Set([...names, '@types/node'])) {
      if (own.has(name)) continue;
      mkdirSync(dirname(this.path('node_modules', name)), { recursive: true });
      symlinkSync(join(workspace, 'node_modules', name), this.path('node_modules', name));
    }
  }
}

/** Runs Node, without the settings of the test's own process. */
export function run(args: readonly string[], cwd: string): string {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
