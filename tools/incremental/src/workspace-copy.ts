import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { userCache } from '@amcl/artifacts';
import { EXPERIMENT, EXPERIMENT_FILE, EXPERIMENT_SOURCE } from './tiny-experiment';

const REPOSITORY = resolve(__dirname, '../../..');

/** No stage reads these, and fewer experiments make a smaller graph. */
const LEFT_OUT = /^(docs|\.github)\/|^pipelines\/[^_]/;

/** Of the user cache: what was downloaded and built for this machine. Not its slots: trainings here and elsewhere do not wait for each other. */
const PROVIDED = ['libtensorflow', 'images', 'packages'];

/** A temporary copy of this repository with one small experiment, in which Nx and the programs of the stages run. */
export class WorkspaceCopy {
  readonly path = mkdtempSync(join(tmpdir(), 'amcl-incremental-'));
  /** In place of the user's. */
  readonly userCache = join(this.path, 'user-cache');
  /** The files that were changed, with their text before; null where there was none. */
  private readonly before = new Map<string, string | null>();
  /** What was taken away; it lies in {@link aside} by its number. */
  private readonly taken: string[] = [];
  private readonly aside = mkdtempSync(`${this.path}-aside-`);

  constructor() {
    for (const file of sourceFiles()) {
      mkdirSync(dirname(join(this.path, file)), { recursive: true });
      copyFileSync(join(REPOSITORY, file), join(this.path, file));
    }
    this.install();
    for (const name of PROVIDED) {
      mkdirSync(join(userCache(), name), { recursive: true });
      mkdirSync(this.userCache, { recursive: true });
      symlinkSync(join(userCache(), name), join(this.userCache, name));
    }
    mkdirSync(dirname(join(this.path, EXPERIMENT_FILE)), { recursive: true });
    writeFileSync(join(this.path, EXPERIMENT_FILE), EXPERIMENT_SOURCE);
  }

  read(file: string): string {
    return readFileSync(join(this.path, file), 'utf8');
  }

  /** Changes a file, or makes it, until {@link undo}. */
  write(file: string, text: string): void {
    const path = join(this.path, file);
    if (!this.before.has(file)) this.before.set(file, existsSync(path) ? this.read(file) : null);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Takes a file or folder away until {@link undo}. */
  take(path: string): void {
    renameSync(join(this.path, path), join(this.aside, String(this.taken.length)));
    this.taken.push(path);
  }

  /** Gives every file that was written its text before, and what was taken its place. */
  undo(): void {
    for (const [index, path] of this.taken.entries()) {
      rmSync(join(this.path, path), { recursive: true, force: true });
      renameSync(join(this.aside, String(index)), join(this.path, path));
    }
    this.taken.length = 0;
    for (const [file, text] of this.before) {
      if (text === null) rmSync(join(this.path, file));
      else writeFileSync(join(this.path, file), text);
    }
    this.before.clear();
  }

  /**
   * Runs the experiment.
   * @param variables set for this run
   * @throws Error with all that Nx said when it fails
   */
  async run(variables: Readonly<Record<string, string>> = {}): Promise<void> {
    const nx = join(this.path, 'node_modules/nx/dist/bin/nx.js');
    const program = spawn(process.execPath, [nx, 'run', `${EXPERIMENT}:report`], {
      cwd: this.path,
      env: { ...this.environment(), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [program.stdout, program.stderr]) stream.on('data', (text) => (said += text));
    const code = await new Promise<number | null>((done, fail) => {
      program.on('error', fail);
      program.on('close', done);
    });
    if (code !== 0) throw new Error(`nx run ${EXPERIMENT}:report failed with code ${code}:\n${said}`);
  }

  remove(): void {
    for (const folder of [this.path, this.aside]) rmSync(folder, { recursive: true, force: true });
  }

  /** Links what npm has installed, with the packages of this copy in place of the repository's. */
  private install(): void {
    const [from, to] = [join(REPOSITORY, 'node_modules'), join(this.path, 'node_modules')];
    mkdirSync(join(to, '@amcl'), { recursive: true });
    for (const name of readdirSync(from))
      if (!name.startsWith('.') && name !== '@amcl') symlinkSync(join(from, name), join(to, name));
    copyFileSync(join(from, '.package-lock.json'), join(to, '.package-lock.json')); // a change of a package edits it
    for (const name of readdirSync(join(from, '@amcl'))) {
      const project = resolve(from, '@amcl', readlinkSync(join(from, '@amcl', name)));
      symlinkSync(join(this.path, relative(REPOSITORY, project)), join(to, '@amcl', name));
    }
  }

  private environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(NX_|FORCE_COLOR|CI$|NODE_OPTIONS|AMCL_|MLFLOW_|VITEST)/.test(name),
    );
    return { ...Object.fromEntries(inherited), AMCL_CACHE: this.userCache, NX_DAEMON: 'false', NO_COLOR: '1' };
  }
}

/** The repository's files, those that are not committed yet included. */
function sourceFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const names = execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).split('\0');
  return names.filter((name) => name !== '' && !LEFT_OUT.test(name) && existsSync(join(REPOSITORY, name)));
}
