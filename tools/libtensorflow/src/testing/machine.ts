import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENGINE_IDENTITY_FILE } from '@amcl/artifacts';
import { LIBRARY_FILES } from '@amcl/engine/library';

const ROOT = join(__dirname, '..', '..', '..', '..');
const REAL_PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
const REAL_COMPILER = execFileSync('sh', ['-c', 'command -v g++'], { encoding: 'utf8' }).trim();

const FAKE = join(__dirname, 'fake_binding.cc');

const PACK = `import zipfile, sys, os
with zipfile.ZipFile(sys.argv[2], 'w') as wheel:
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            path = os.path.join(folder, name)
            wheel.write(path, os.path.join('tensorflow', os.path.relpath(path, sys.argv[1])))
    wheel.writestr('tensorflow/python/unwanted.py', '')`;

export interface Run {
  /** Resolves once the program has printed `text`. */
  printed(text: string): Promise<void>;
  /** Kills the program and all that it started, at once. */
  kill(): void;
  done: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/**
 * A machine of its own for the tool: an empty cache, an empty workspace, and a PATH with just a Python whose pip
 * brings a small wheel, and a compiler that puts a small addon in the place of each that is linked to TensorFlow.
 */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), 'amcl-libtensorflow-'));
  readonly cache = join(this.folder, 'cache');
  readonly library = join(this.folder, 'library');
  readonly identity = join(this.folder, 'workspace', ENGINE_IDENTITY_FILE);
  private readonly bin = join(this.folder, 'bin');
  private readonly log = join(this.folder, 'log');

  constructor() {
    for (const name of ['bin', 'workspace', 'library/include/tensorflow/c'])
      mkdirSync(join(this.folder, name), { recursive: true });
    writeFileSync(this.log, '');
    writeFileSync(join(this.library, 'include/tensorflow/c/c_api.h'), '');
    for (const name of LIBRARY_FILES) this.setLibrary(name, '');
    this.setPip(`for last; do :; done; cp "${this.folder}/fake.whl" "$last/"`);
    this.setCompiler('');
  }

  /** Makes one of the shared libraries of C++ source, and the wheel anew. */
  setLibrary(name: (typeof LIBRARY_FILES)[number], source: string): void {
    const [file, target] = [join(this.folder, 'library.cc'), join(this.library, name)];
    writeFileSync(file, source);
    execFileSync(REAL_COMPILER, ['-shared', '-fPIC', file, '-o', target]);
    execFileSync(REAL_PYTHON, ['-c', PACK, this.library, join(this.folder, 'fake.whl')]);
  }

  /** What `pip download` does, in sh; null takes Python away. */
  setPip(download: string | null): void {
    this.setProgram(
      'python3',
      download &&
        `case "$*" in
          "-m pip --version") echo "pip 1 (fake)" ;;
          "-m pip download"*) echo fetch >> "${this.log}"; ${download} ;;
          *) exec "${REAL_PYTHON}" "$@" ;;
        esac`,
    );
  }

  /** What the compiler does before it compiles, in sh; null takes it away. */
  setCompiler(before: string | null): void {
    // The sources of the real addons are dropped for the fake's; the real PATH is for the compiler's own parts.
    this.setProgram(
      'g++',
      before !== null &&
        `export PATH="${process.env['PATH'] ?? ''}"
        case "$*" in
          --version) ;;
          *tfjs_binding.cc*) echo compile >> "${this.log}"; ${before || ':'}
            exec "${REAL_COMPILER}" $(printf '%s\\n' "$@" | grep -v 'tfjs_.*\\.cc$') "${FAKE}" ;;
          *" -c "*native/*) for option; do [ "$previous" = -o ] && exec touch "$option"; previous="$option"; done ;;
          */graph.o*|*/images.o*) exec "${REAL_COMPILER}" $(printf '%s\\n' "$@" | grep -v '\\.o$') "${FAKE}" ;;
        esac
        exec "${REAL_COMPILER}" "$@"`,
    );
  }

  /** How often pip was made to fetch, and the binding compiled, so far. */
  counts(): { fetched: number; compiled: number } {
    const lines = readFileSync(this.log, 'utf8').split('\n');
    const count = (word: string) => lines.filter((line) => line === word).length;
    return { fetched: count('fetch'), compiled: count('compile') };
  }

  start(env: Record<string, string> = {}): Run {
    const child = spawn(
      process.execPath,
      ['-r', require.resolve('@amcl/register'), join(ROOT, 'tools/libtensorflow/src/main.ts')],
      {
        cwd: join(this.folder, 'workspace'),
        env: { PATH: this.bin, AMCL_CACHE: this.cache, ...env },
        detached: true,
      },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    const done: Run['done'] = new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
    const printed = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => stdout.includes(text) && resolve();
        child.stdout.on('data', look);
        look();
        void done.then(() => reject(new Error(`Expected "${text}" but the program printed ${stdout}${stderr}`)));
      });
    const kill = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    return { printed, kill, done };
  }

  run(env: Record<string, string> = {}): Run['done'] {
    return this.start(env).done;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private setProgram(name: string, script: string | null | false): void {
    const path = join(this.bin, name);
    if (existsSync(path)) rmSync(path);
    if (!script) return;
    writeFileSync(path, `#!/bin/sh\nPATH="\${PATH}:/usr/bin:/bin"\n${script}\n`);
    chmodSync(path, 0o755);
  }
}
