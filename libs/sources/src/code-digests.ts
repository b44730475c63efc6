import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** As `@amcl/register` compiles, but for what does not run: comments and blanks are gone, and so are types. */
const OPTIONS = {
  swcrc: false,
  minify: true,
  module: { type: 'commonjs', strictMode: true, ignoreDynamic: true },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript' },
    transform: { useDefineForClassFields: true },
    minify: { compress: false, mangle: false, format: { comments: false } },
  },
} as const;

const require_ = createRequire(__filename);

interface Compiler {
  transformSync(source: string, options: object): { code: string };
}

/** Of a source that was digested before: its bytes' digest, and its code's. */
type Known = Readonly<Record<string, readonly [bytes: string, code: string]>>;

/**
 * Digests of files by what of them runs: of TypeScript the code without comments, blanks and types, of any other file its bytes. A comment that is
 * changed, or a type, is thus no other code.
 *
 * Kept in `node_modules/.cache/amcl/code.json`, so that only what was edited is compiled. A cache that cannot be read or written is done without.
 */
export class CodeDigests {
  private readonly path: string;
  private readonly version = (require_('@swc/core/package.json') as { version: string }).version;
  private known: Known | undefined;
  private readonly own: Record<string, string> = {};

  constructor(private readonly workspaceRoot: string) {
    this.path = join(workspaceRoot, 'node_modules/.cache/amcl/code.json');
  }

  /** The first 32 digits of the sha256 of each file, by its path relative to the workspace root: of the file as it was when it was first asked for. */
  of(files: readonly string[]): Record<string, string> {
    const known = (this.known ??= this.read());
    const fresh: Record<string, readonly [string, string]> = {};
    for (const file of files.filter((file) => !(file in this.own))) {
      const source = readFileSync(join(this.workspaceRoot, file));
      const bytes = sha256(source);
      const before = known[file];
      if (!/\.[cm]?tsx?$/.test(file)) this.own[file] = bytes;
      else if (before?.[0] === bytes) this.own[file] = before[1];
      else {
        this.own[file] = sha256(compile(source.toString(), file));
        fresh[file] = [bytes, this.own[file]];
      }
    }
    if (Object.keys(fresh).length > 0) this.write({ ...known, ...fresh });
    return Object.fromEntries(files.map((file) => [file, this.own[file]!]));
  }

  private read(): Known {
    try {
      const { version, files } = JSON.parse(readFileSync(this.path, 'utf8')) as { version: string; files: Known };
      return version === this.seal() ? files : {};
    } catch {
      return {};
    }
  }

  private write(files: Known): void {
    this.known = files;
    const part = `${this.path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(part, JSON.stringify({ version: this.seal(), files }));
      renameSync(part, this.path);
    } catch {
      // The next run compiles again.
    }
  }

  private seal(): string {
    return sha256(JSON.stringify([this.version, OPTIONS]));
  }
}

/** @returns the source itself where it is no TypeScript: who runs it says so better */
function compile(source: string, file: string): string {
  try {
    return (require_('@swc/core') as Compiler).transformSync(source, { ...OPTIONS, filename: file }).code;
  } catch {
    return source;
  }
}

function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 32);
}
