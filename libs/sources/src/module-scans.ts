import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { scanModule, type Module } from './scan-module';

/** What a file looked like when it was scanned, as git's index has it, and what it says. */
type Known = Readonly<Record<string, readonly [look: string, module: Module]>>;

/** Of another version of the scanner. */
const VERSION = 1;
const NO_MODULE: Module = { imports: [], types: [], barrel: null, opensFiles: false };

/**
 * What the modules of a workspace say of other modules. Only what was edited since the last process is read: Nx asks anew at each run.
 *
 * Kept in `node_modules/.cache/amcl/imports.json`. A cache that cannot be read or written is done without.
 */
export class ModuleScans {
  private readonly path: string;
  private before: Known | undefined;
  private readonly own: Record<string, readonly [string, Module]> = {};
  private changed = false;

  constructor(private readonly workspaceRoot: string) {
    this.path = join(workspaceRoot, 'node_modules/.cache/amcl/imports.json');
  }

  /** @param file relative to the workspace root */
  of(file: string): Module {
    const own = this.own[file];
    if (own !== undefined) return own[1];
    if (!/\.[cm]?[jt]sx?$/.test(file)) return NO_MODULE;
    const path = join(this.workspaceRoot, file);
    const look = lookOf(statSync(path));
    const before = (this.before ??= this.read())[file];
    const known = before?.[0] === look ? before : ([look, scanModule(readFileSync(path, 'utf8'))] as const);
    if (known !== before) this.changed = true;
    this.own[file] = known;
    return known[1];
  }

  /** Keeps what was scanned for the next process. */
  save(): void {
    if (!this.changed) return;
    this.changed = false;
    const part = `${this.path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(part, JSON.stringify({ version: VERSION, files: { ...this.read(), ...this.own } }));
      renameSync(part, this.path);
    } catch {
      // The next process scans again.
    }
  }

  private read(): Known {
    try {
      const { version, files } = JSON.parse(readFileSync(this.path, 'utf8')) as { version: number; files: Known };
      return version === VERSION ? files : {};
    } catch {
      return {};
    }
  }
}

/** Changes with every write and every file that takes the place of another. */
function lookOf({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [ino, size, mtimeMs, ctimeMs].join(' ');
}
