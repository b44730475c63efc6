import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { withDependencies } from './with-dependencies';

const REPOSITORY = resolve(__dirname, '../../../..');

/** What decides how Nx works: its settings, and what it hashes whatever the target. */
const SETTINGS = [
  'package-lock.json',
  'nx.json',
  'nx.base.json',
  '.env',
  'tsconfig.base.json',
  'tsconfig.json',
  '.gitignore',
];

/** An Nx that was started. */
export interface StartedNx {
  readonly child: ChildProcess;
  /** What it printed until now. */
  said(this: void): string;
  /** Its exit code, null where a signal ended it, and all that it printed. */
  readonly ended: Promise<{ readonly status: number | null; readonly output: string }>;
}

/** For tests: Nx over a temporary workspace with some of this repository's packages and what is written into it. */
export class NxWorkspace {
  readonly path = mkdtempSync(join(tmpdir(), 'nx-workspace-'));

  /** In place of the user's: trainings of this workspace and of the machine do not wait for one another. */
  readonly userCache = join(this.path, 'user-cache');

  /** @param real folders of packages that are copied from this repository, with the libraries that they depend on */
  constructor(real: readonly string[]) {
    for (const name of SETTINGS) cpSync(join(REPOSITORY, name), join(this.path, name));
    this.write('package.json', { name: 'temporary', private: true, workspaces: ['libs/*', 'apps/*', 'tools/*'] });
    for (const root of withDependencies(REPOSITORY, real))
      cpSync(join(REPOSITORY, root), join(this.path, root), { recursive: true });
  }

  write(name: string, content: string | object): void {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }

  /** Installs the packages of the repository, with this workspace's own `libs` and `tools` in the place of `@amcl`. */
  install(): void {
    const packages = join(this.path, 'node_modules');
    mkdirSync(join(packages, '@amcl'), { recursive: true });
    for (const name of readdirSync(join(REPOSITORY, 'node_modules')))
      if (name !== '@amcl' && name !== '.cache')
        symlinkSync(join(REPOSITORY, 'node_modules', name), join(packages, name));
    for (const folder of ['libs', 'tools'])
      for (const name of readdirSync(join(this.path, folder)))
        symlinkSync(join(this.path, folder, name), join(packages, '@amcl', basename(name)));
  }

  /** Runs Nx to its end. */
  nx(...args: string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, this.command(args), {
      cwd: this.path,
      env: this.environment(),
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }

  /** Starts Nx. */
  start(...args: string[]): StartedNx {
    return this.startNode(this.command(args));
  }

  /** Starts a program with Nx's environment. */
  startNode(args: readonly string[]): StartedNx {
    const child = spawn(process.execPath, args, {
      cwd: this.path,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const ended = new Promise<Awaited<StartedNx['ended']>>((done, fail) => {
      child.on('error', fail);
      child.on('close', (status) => done({ status, output }));
    });
    return { child, said: () => output, ended };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private command(args: readonly string[]): string[] {
    return [join(this.path, 'node_modules/nx/dist/bin/nx.js'), ...args];
  }

  private environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(NX_|FORCE_COLOR|CI$|NODE_OPTIONS|AMCL_|MLFLOW_|VITEST)/.test(name),
    );
    return { ...Object.fromEntries(inherited), AMCL_CACHE: this.userCache, NX_DAEMON: 'false', NO_COLOR: '1' };
  }
}
